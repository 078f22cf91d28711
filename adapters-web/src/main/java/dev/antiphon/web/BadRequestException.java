package dev.antiphon.web;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * A request is not what it should be; nothing was done. Its message names the field, what was
 * expected and what was found, but no value of the request.
 */
public final class BadRequestException extends ChatRuntimeException {

  private final int httpStatus;
  private final String field;

  private BadRequestException(int httpStatus, String field, String problem) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Bad request: %s%s.".formatted(field.isEmpty() ? "" : "'" + field + "' ", problem)));
    this.httpStatus = httpStatus;
    this.field = field;
  }

  /**
   * Makes one for a field.
   *
   * @param field the path of the field, such as {@code content[0].type}; empty for the body itself
   * @param problem goes on after the field: what is expected, and what is there
   */
  static BadRequestException of(String field, String problem) {
    return new BadRequestException(400, field, problem);
  }

  /** Makes one for a body that is too large. */
  static BadRequestException tooLarge(int maxBytes) {
    return new BadRequestException(
        413, "", "at most %d bytes are expected, more were sent".formatted(maxBytes));
  }

  /** Returns the status of the response: 400, or 413 for a body that is too large. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Returns the path of the field, or nothing if the body itself is wrong. */
  public String field() {
    return field;
  }
}
