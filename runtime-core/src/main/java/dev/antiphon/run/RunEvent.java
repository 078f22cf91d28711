package dev.antiphon.run;

/** What can happen to a run: the rows of the table in section 1.5 of the behaviour contract. */
public enum RunEvent {
  /** Its turn has come. */
  DISPATCHED,
  /** All is stored. */
  PREPARED,
  /** Loading, creating or storing failed. */
  PREPARING_FAILED,
  /** The adapter writes. */
  ADAPTER_WRITES,
  /** The adapter returns. */
  ADAPTER_RETURNS,
  /** The adapter throws. */
  ADAPTER_THROWS,
  /** A tool ends: result, exception or timeout. */
  TOOL_ENDS,
  /** Somebody gives a result. */
  ADD_TOOL_RESULT,
  /** Somebody decides on a gate. */
  APPROVAL_DECISION,
  /** The time of a gate runs out. */
  GATE_EXPIRES,
  /** Somebody answers what a tool asked. */
  RESUME_TOOL_CALL,
  /** Somebody cancels, whatever the cause (rule RUN-14). */
  CANCEL,
  /** The last write is stored. */
  LAST_WRITE_STORED,
  /** The last write is given up. */
  LAST_WRITE_GIVEN_UP,
  /** The grace period is over, and an adapter or tool thread is still alive. */
  GRACE_OVER,
  /** The head moved, or a branch was switched. */
  HEAD_MOVED,
  /** Feedback, metadata or another field was written. */
  FIELD_WRITTEN,
  /** A queue item was moved, edited or removed. */
  QUEUE_ITEM_CHANGED
}
