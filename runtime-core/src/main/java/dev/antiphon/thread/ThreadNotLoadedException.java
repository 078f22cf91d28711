package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ThreadKey;
import org.jspecify.annotations.Nullable;

/** Thrown for any change while the thread's load has failed (rule LOAD-3). Nothing was changed. */
public final class ThreadNotLoadedException extends ChatRuntimeException {

  /** The thread. */
  private final transient ThreadKey thread;

  /**
   * Makes the exception.
   *
   * @param thread the thread
   * @param cause what was behind it, or {@code null}
   */
  public ThreadNotLoadedException(ThreadKey thread, @Nullable Throwable cause) {
    this(
        thread,
        "Thread '%s' could not be loaded. Call retryLoad() and try again when it has succeeded."
            .formatted(thread),
        cause);
  }

  private ThreadNotLoadedException(ThreadKey thread, String text, @Nullable Throwable cause) {
    super(ErrorInfo.of(ErrorInfo.STORAGE, text), cause);
    this.thread = thread;
  }

  /**
   * Makes the exception for a command that answers at once, while the load is under way.
   *
   * @param thread the thread
   */
  public static ThreadNotLoadedException whileLoading(ThreadKey thread) {
    return new ThreadNotLoadedException(
        thread,
        "Thread '%s' is not loaded yet. Call load() and try again when it has succeeded."
            .formatted(thread),
        null);
  }

  /** Returns the thread. */
  public ThreadKey thread() {
    return thread;
  }
}
