package dev.antiphon.examples.web;

/** A request is refused with a status; nothing was done. Its message is told to the page. */
final class HttpRefusal extends RuntimeException {

  private final int status;
  private final String code;

  HttpRefusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
