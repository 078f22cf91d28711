package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ThreadKey;

/** Thrown for any command on a thread that was deleted or closed for good. Nothing was changed. */
public final class ThreadClosedException extends ChatRuntimeException {

  /** The thread. */
  private final transient ThreadKey thread;

  /**
   * Makes the exception.
   *
   * @param thread the thread
   */
  public ThreadClosedException(ThreadKey thread) {
    super(ErrorInfo.of(ErrorInfo.CLOSED, "Thread '%s' is closed.".formatted(thread)));
    this.thread = thread;
  }

  /** Returns the thread. */
  public ThreadKey thread() {
    return thread;
  }
}
