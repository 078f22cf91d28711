package dev.antiphon.message;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * A message, part or JSON value that the rules MSG-1, MSG-4 or MSG-12 rule out. Nothing was
 * changed.
 */
public final class InvalidMessageException extends ChatRuntimeException {

  /**
   * Makes the exception.
   *
   * @param field which field, as a path
   * @param problem what was expected and what was found
   */
  public InvalidMessageException(String field, String problem) {
    super(ErrorInfo.of(ErrorInfo.REFUSED, "Invalid message: '%s' %s.".formatted(field, problem)));
  }
}
