package dev.antiphon.examples.console;

/** Thrown when a command cannot be done; nothing was changed. The message says what to do. */
final class RefusedException extends RuntimeException {

  RefusedException(String message) {
    super(message);
  }
}
