package dev.antiphon.tck;

import static java.util.Objects.requireNonNull;

/**
 * A message as a model is asked it, in the words of its wire.
 *
 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
 * @param text its text, or the result that it has for a call; empty if there is none
 * @param calls how many tools it calls
 */
public record AskedMessage(String role, String text, int calls) {
  /** Checks the fields. */
  public AskedMessage {
    requireNonNull(role, "role");
    requireNonNull(text, "text");
  }
}
