package dev.antiphon.runtime;

/** What close does with active runs (rule CLOSE-1). */
public enum CloseMode {
  /** Cancels them. */
  CANCEL,
  /** Waits for them, up to the deadline. */
  AWAIT
}
