package dev.antiphon.run;

/** Where a run stands (section 1.5 of the behaviour contract). */
public enum RunState {
  /** Waits in the queue; no message in the tree yet (a continuation has one). */
  QUEUED,
  /** Thread record, parents and user message are being loaded, created and stored. */
  PREPARING,
  /** The adapter was called and has written nothing yet. */
  REQUESTING,
  /** The adapter has written something. */
  STREAMING,
  /** The reply of the step is complete; its calls are checked, gated and executed. */
  EXECUTING,
  /** Nothing executes, a call is pending; the pause is being stored and is not announced yet. */
  PAUSING,
  /** The visible end is reached; the last write is under way. */
  FINISHING,
  /** Over. */
  ENDED;

  /** Returns whether a run in this state is the active one of its thread. */
  public boolean isActive() {
    return this != QUEUED && this != FINISHING && this != ENDED;
  }
}
