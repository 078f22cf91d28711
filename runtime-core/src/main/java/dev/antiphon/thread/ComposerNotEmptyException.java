package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * Thrown when an unsent draft would replace what is in the composer (rule COMP-9). Nothing was
 * changed.
 */
public final class ComposerNotEmptyException extends ChatRuntimeException {

  /** Makes the exception. */
  public ComposerNotEmptyException() {
    super(
        ErrorInfo.of(
            ErrorInfo.REFUSED,
            "The composer holds other content, which the draft would replace. Send or reset it first."));
  }
}
