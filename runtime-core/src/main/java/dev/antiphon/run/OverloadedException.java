package dev.antiphon.run;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * Thrown when maxActiveRuns is reached (rule SEND-14). Nothing was stored; trying again later may
 * succeed.
 */
public final class OverloadedException extends ChatRuntimeException {

  /** The limit. */
  private final transient int maxActiveRuns;

  /**
   * Makes the exception.
   *
   * @param maxActiveRuns the limit
   */
  public OverloadedException(int maxActiveRuns) {
    super(ErrorInfo.of(
        ErrorInfo.LIMIT,
        "%d runs are active, which is the limit (maxActiveRuns). Try again when one has ended."
            .formatted(maxActiveRuns)));
    this.maxActiveRuns = maxActiveRuns;
  }

  /** Returns the limit. */
  public int maxActiveRuns() {
    return maxActiveRuns;
  }
}
