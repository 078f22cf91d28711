package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where an utterance, a dictation or a voice session stands (rules SPEECH-2, DICT-1, VOICE-1).
 *
 * @param type how far it is
 * @param reason why it ended, or {@code null} while it has not
 * @param error what failed; only with {@link Reason#ERROR}
 */
public record MediaStatus(
    Type type, @Nullable Reason reason, @Nullable ErrorInfo error) {

  /** How far it is. */
  public enum Type {
    /** Nothing is heard yet. */
    STARTING,
    /** Somebody speaks or is listened to. */
    RUNNING,
    /** It is over. */
    ENDED
  }

  /** Why it is over. */
  public enum Reason {
    /** All was said. */
    FINISHED,
    /** Somebody ended it. */
    CANCELLED,
    /** It failed. */
    ERROR
  }

  /** Nothing is heard yet. */
  public static final MediaStatus STARTING = new MediaStatus(Type.STARTING, null, null);

  /** Somebody speaks or is listened to. */
  public static final MediaStatus RUNNING = new MediaStatus(Type.RUNNING, null, null);

  /** All was said. */
  public static final MediaStatus FINISHED = new MediaStatus(Type.ENDED, Reason.FINISHED, null);

  /** Somebody ended it. */
  public static final MediaStatus CANCELLED = new MediaStatus(Type.ENDED, Reason.CANCELLED, null);

  /** Checks that the fields fit together. */
  public MediaStatus {
    requireNonNull(type, "type");
    if ((type == Type.ENDED) != (reason != null) || (reason == Reason.ERROR) != (error != null)) {
      throw new IllegalArgumentException(
          "A reason belongs to an ended session and an error to reason ERROR, but this is %s, %s%s."
              .formatted(type, reason, error == null ? "" : " with an error"));
    }
  }

  /**
   * Returns the status of what failed.
   *
   * @param error what failed
   */
  public static MediaStatus failed(ErrorInfo error) {
    return new MediaStatus(Type.ENDED, Reason.ERROR, requireNonNull(error, "error"));
  }

  /** Returns whether it is over. */
  public boolean isEnded() {
    return type == Type.ENDED;
  }
}
