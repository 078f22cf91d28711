package dev.antiphon.cloud;

import java.util.Map;

/** How the server fails a request. */
sealed interface Fault {

  /** It refuses without doing anything. */
  record Status(int status, Map<String, String> headers, String body) implements Fault {}

  /** It never answers; the request is not carried out. */
  record Silence() implements Fault {}

  /** It carries the request out and closes the connection without a word. */
  record LostAnswer() implements Fault {}

  /** It carries the request out, and half of the answer comes. */
  record HalfAnswer() implements Fault {}

  /** It carries the request out and answers something else. */
  record Nonsense(String body) implements Fault {}

  /** It begins a text and does not go on. */
  record Stall(String beginning) implements Fault {}

  static Fault status(int status) {
    return new Status(status, Map.of(), "{\"message\":\"no\",\"error\":\"because\"}");
  }

  static Fault retryAfter(int status, String value) {
    return new Status(status, Map.of("Retry-After", value), "");
  }
}
