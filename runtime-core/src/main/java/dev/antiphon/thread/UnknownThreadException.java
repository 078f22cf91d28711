package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ThreadKey;
import org.jspecify.annotations.Nullable;

/** Thrown when the storage knows no such thread. */
public final class UnknownThreadException extends ChatRuntimeException {

  /** The thread. */
  private final transient @Nullable ThreadKey thread;

  /**
   * Makes the exception.
   *
   * @param thread the thread
   */
  public UnknownThreadException(ThreadKey thread) {
    super(ErrorInfo.of(ErrorInfo.REFUSED, "No thread '%s'.".formatted(thread)));
    this.thread = thread;
  }

  /**
   * Makes the exception for what cannot be the id of a thread, such as an empty one.
   *
   * @param owner whose thread was asked for
   * @param threadId what was asked for
   */
  public UnknownThreadException(String owner, String threadId) {
    super(ErrorInfo.of(ErrorInfo.REFUSED, "No thread '%s/%s'.".formatted(owner, threadId)));
    this.thread = null;
  }

  /** Returns the thread; {@code null} if what was asked for cannot be one. */
  public @Nullable ThreadKey thread() {
    return thread;
  }
}
