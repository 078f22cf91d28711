package dev.antiphon.web;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How streams of the AI SDK behave.
 *
 * @param heartbeat how long one is silent at most
 * @param maxBytes how much of a stream is kept to be read again; a longer one ends with an error,
 *     and the reply goes on without it
 * @param maxStreams how many streams are kept at a time, of all owners together
 * @param replayFor how long one that has ended can be read again by its id; nothing by default,
 *     since a page that has the whole reply already would show it twice
 */
public record ChatStreamOptions(
    Duration heartbeat, long maxBytes, int maxStreams, Duration replayFor) {

  /** A heartbeat each 15 seconds, 8 MiB for a stream, 1000 streams, no replay after the end. */
  public static final ChatStreamOptions DEFAULTS =
      new ChatStreamOptions(Duration.ofSeconds(15), 8L * 1024 * 1024, 1000, Duration.ZERO);

  /** Checks the fields. */
  public ChatStreamOptions {
    requireNonNull(heartbeat, "heartbeat");
    requireNonNull(replayFor, "replayFor");
    if (heartbeat.isNegative() || heartbeat.isZero() || replayFor.isNegative()) {
      throw new IllegalArgumentException(
          "Durations are not negative and a heartbeat is longer than nothing, but these are %s and %s."
              .formatted(heartbeat, replayFor));
    }
    if (maxBytes < 1 || maxStreams < 1) {
      throw new IllegalArgumentException(
          "At least one byte and one stream are kept, but these are %d and %d."
              .formatted(maxBytes, maxStreams));
    }
  }
}
