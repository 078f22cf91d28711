package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/** Thrown for any command after the runtime was closed. Nothing was changed. */
public final class RuntimeClosedException extends ChatRuntimeException {

  /**
   * Makes the exception.
   *
   * @param command the command
   */
  public RuntimeClosedException(String command) {
    super(ErrorInfo.of(
        ErrorInfo.CLOSED,
        "The runtime is closed: '%s' is not possible any more.".formatted(command)));
  }
}
