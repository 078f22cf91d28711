package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The mark that a person gave a message.
 *
 * @param type which way
 * @param comment their words, or {@code null} (ours)
 */
public record Feedback(Type type, @Nullable String comment) {

  /** Which way a mark goes. */
  public enum Type {
    /** Well done. */
    POSITIVE,
    /** Not so. */
    NEGATIVE
  }

  /** Checks the fields. */
  public Feedback {
    requireNonNull(type, "type");
  }

  @Override
  public String toString() {
    return "Feedback[" + type + "]";
  }
}
