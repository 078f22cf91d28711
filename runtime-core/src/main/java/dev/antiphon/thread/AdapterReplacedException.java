package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * Thrown for an operation of a thread list whose adapter was replaced meanwhile, and for one that
 * comes before the list of the new adapter is there (rule LIST-23). Nothing was changed here; what
 * the old adapter did is not known. Its display is {@code silent}.
 */
public final class AdapterReplacedException extends ChatRuntimeException {

  /**
   * Makes the exception.
   *
   * @param operation what was asked
   */
  public AdapterReplacedException(String operation) {
    super(new ErrorInfo(
        ErrorInfo.REFUSED,
        "The adapter of the thread list was replaced: '%s' was not done. Repeat it when the new list is there."
            .formatted(operation),
        null,
        ErrorInfo.Display.SILENT));
  }
}
