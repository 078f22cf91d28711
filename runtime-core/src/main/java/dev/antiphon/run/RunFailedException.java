package dev.antiphon.run;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import org.jspecify.annotations.Nullable;

/** Ends the completion of a run whose model failed (rule RUN-2). What was written is kept. */
public final class RunFailedException extends ChatRuntimeException {

  /** What came of the run. */
  private final transient RunResult result;

  /**
   * Makes the exception.
   *
   * @param error how it failed
   * @param result what came of the run
   * @param cause what the adapter threw, or {@code null} if it wrote an error status
   */
  public RunFailedException(ErrorInfo error, RunResult result, @Nullable Throwable cause) {
    super(error, cause);
    this.result = result;
  }

  /** Returns what came of the run, with the message as far as it was written. */
  public RunResult result() {
    return result;
  }
}
