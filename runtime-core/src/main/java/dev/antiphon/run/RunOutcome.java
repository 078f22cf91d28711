package dev.antiphon.run;

/** How a run ended. */
public enum RunOutcome {
  /** The message is complete. */
  COMPLETE,
  /** The message is incomplete: length, filter, step limit. */
  INCOMPLETE,
  /** Somebody cancelled. */
  CANCELLED,
  /** The model or the runtime failed. */
  FAILED,
  /** A call waits for a person. */
  PAUSED,
  /** Nothing ran, and nothing was stored below the message. */
  NOT_SENT
}
