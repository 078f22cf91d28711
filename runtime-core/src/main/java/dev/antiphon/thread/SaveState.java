package dev.antiphon.thread;

/** Whether a message is stored as it is now (rule MSG-13). It is no part of the message. */
public enum SaveState {
  /** Stored as it is now. */
  SAVED,
  /** A write is due. */
  PENDING,
  /** Writing was given up; the next write of the thread tries again. */
  UNSAVED
}
