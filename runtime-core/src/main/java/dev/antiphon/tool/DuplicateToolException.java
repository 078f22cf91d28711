package dev.antiphon.tool;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * Thrown when a second tool of a name is registered at equal priority (rule CTX-3). The first one
 * stays.
 */
public final class DuplicateToolException extends ChatRuntimeException {

  /**
   * Makes the exception.
   *
   * @param toolName the name in use
   */
  public DuplicateToolException(String toolName) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "A tool named '%s' is registered at the same priority. Give one of them another name or priority, or say overwrite."
            .formatted(toolName)));
  }
}
