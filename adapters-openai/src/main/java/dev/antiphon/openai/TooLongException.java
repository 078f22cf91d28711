package dev.antiphon.openai;

import java.io.IOException;

/** Thrown when a line or an event of a reply is longer than allowed. */
final class TooLongException extends IOException {

  TooLongException(int limit) {
    super("A line or an event of the reply is longer than %d bytes.".formatted(limit));
  }
}
