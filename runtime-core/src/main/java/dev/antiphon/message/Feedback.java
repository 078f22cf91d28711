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

  /** Returns a mark that says: well done. */
  public static Feedback positive() {
    return new Feedback(Type.POSITIVE, null);
  }

  /** Returns a mark that says: not so. */
  public static Feedback negative() {
    return new Feedback(Type.NEGATIVE, null);
  }

  /**
   * Returns this mark with words.
   *
   * @param words what the person says, or {@code null} for nothing
   */
  public Feedback withComment(@Nullable String words) {
    return new Feedback(type, words);
  }

  @Override
  public String toString() {
    return "Feedback[" + type + "]";
  }
}
