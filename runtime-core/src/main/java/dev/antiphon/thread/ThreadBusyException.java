package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ThreadKey;

/**
 * Thrown when a thread is busy and the call may not wait (rules SEND-8 and LOAD-9). Nothing was
 * changed.
 */
public final class ThreadBusyException extends ChatRuntimeException {

  /** The thread. */
  private final transient ThreadKey thread;

  /**
   * Makes the exception.
   *
   * @param thread the thread
   */
  public ThreadBusyException(ThreadKey thread) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Thread '%s' is busy. Wait for its run, cancel it, or send with ENQUEUE."
            .formatted(thread)));
    this.thread = thread;
  }

  /** Returns the thread. */
  public ThreadKey thread() {
    return thread;
  }
}
