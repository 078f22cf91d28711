package dev.antiphon.web;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a state stream behaves.
 *
 * @param heartbeat how long it is silent at most, so that a reader who is gone is noticed
 * @param maxLife when it ends; the page reconnects then and is told the state anew
 * @param maxPending how many events wait for a reader at most; one who falls further behind is told
 *     the state anew in their place
 */
public record StateStreamOptions(Duration heartbeat, Duration maxLife, int maxPending) {

  /** A heartbeat each 15 seconds, a life of 15 minutes, 1024 events. */
  public static final StateStreamOptions DEFAULTS =
      new StateStreamOptions(Duration.ofSeconds(15), Duration.ofMinutes(15), 1024);

  /** Checks the fields. */
  public StateStreamOptions {
    positive("heartbeat", heartbeat);
    positive("maxLife", maxLife);
    if (maxPending < 1) {
      throw new IllegalArgumentException(
          "maxPending is at least 1, but is " + maxPending + ". Leave it at 1024.");
    }
  }

  private static void positive(String name, Duration duration) {
    requireNonNull(duration, name);
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "%s is longer than nothing, but is %s.".formatted(name, duration));
    }
  }
}
