package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/** Thrown when a composer never had such an attachment. Nothing was changed. */
public final class UnknownAttachmentException extends ChatRuntimeException {

  /**
   * Makes the exception.
   *
   * @param asked the id or index that was asked for
   */
  public UnknownAttachmentException(String asked) {
    super(ErrorInfo.of(ErrorInfo.REFUSED, "The composer has no attachment '%s'.".formatted(asked)));
  }
}
