package dev.antiphon.run;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/** Thrown when an idempotency key was used with other content (rule SEND-13). Nothing was sent. */
public final class DuplicateSendException extends ChatRuntimeException {

  /**
   * Makes the exception.
   *
   * @param idempotencyKey the key
   */
  public DuplicateSendException(String idempotencyKey) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Idempotency key '%s' was used in this thread with other content. Use a new key for a new message."
            .formatted(idempotencyKey)));
  }
}
