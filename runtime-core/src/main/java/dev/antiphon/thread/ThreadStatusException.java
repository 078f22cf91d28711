package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ThreadKey;

/**
 * Thrown when a thread's status does not allow the operation (rule LIST-15). Nothing was changed.
 */
public final class ThreadStatusException extends ChatRuntimeException {

  /** The thread. */
  private final transient ThreadKey thread;

  /**
   * Makes the exception.
   *
   * @param thread the thread
   * @param status the status that was found
   * @param operation what was asked
   */
  public ThreadStatusException(ThreadKey thread, String status, String operation) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Thread '%s' is %s, which does not allow '%s'.".formatted(thread, status, operation)));
    this.thread = thread;
  }

  /** Returns the thread. */
  public ThreadKey thread() {
    return thread;
  }
}
