package dev.antiphon.run;

/** What a run begins with. */
public enum RunKind {
  /** A new assistant message. */
  NEW,
  /** A message that was paused or interrupted. */
  CONTINUATION,
  /**
   * A message that was running when the process died, which the history can go on with (rule
   * LOAD-8).
   */
  RESUME
}
