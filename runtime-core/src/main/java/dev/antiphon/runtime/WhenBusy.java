package dev.antiphon.runtime;

/** What a send does when the thread is busy (rule SEND-8). */
public enum WhenBusy {
  /** Cancels the active run, and a paused message at the head, and sends at once. */
  INTERRUPT,
  /** Waits in line. */
  ENQUEUE,
  /** Waits first in line. */
  STEER,
  /** Refuses with ThreadBusyException. */
  REJECT
}
