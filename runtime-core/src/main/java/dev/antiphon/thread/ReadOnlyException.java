package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/** Thrown for any command on a read-only thread (rule OPT-10). Nothing was changed. */
public final class ReadOnlyException extends ChatRuntimeException {

  /**
   * Makes the exception.
   *
   * @param command the command
   */
  public ReadOnlyException(String command) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED, "This thread is read-only: '%s' is not possible.".formatted(command)));
  }
}
