package dev.antiphon.message;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/** Thrown when no message of the thread has the id or index. Nothing was changed. */
public final class UnknownMessageException extends ChatRuntimeException {

  /**
   * Makes the exception.
   *
   * @param asked the id or index that was asked for
   */
  public UnknownMessageException(String asked) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "No message '%s' in this thread. Read state().messages() for those that exist."
            .formatted(asked)));
  }
}
