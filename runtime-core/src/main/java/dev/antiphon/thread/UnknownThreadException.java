package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ThreadKey;

/** Thrown when the storage knows no such thread. */
public final class UnknownThreadException extends ChatRuntimeException {

  /** The thread. */
  private final transient ThreadKey thread;

  /**
   * Makes the exception.
   *
   * @param thread the thread
   */
  public UnknownThreadException(ThreadKey thread) {
    super(ErrorInfo.of(ErrorInfo.REFUSED, "No thread '%s'.".formatted(thread)));
    this.thread = thread;
  }

  /** Returns the thread. */
  public ThreadKey thread() {
    return thread;
  }
}
