package dev.antiphon.guice;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * Thrown when no adapter or more than one fits a port. It says which port, what was found, what was
 * asked, why it did not fit, and which line to add.
 */
public final class AdapterChoiceException extends ChatRuntimeException {

  AdapterChoiceException(String message) {
    super(ErrorInfo.of("adapter-choice", message));
  }
}
