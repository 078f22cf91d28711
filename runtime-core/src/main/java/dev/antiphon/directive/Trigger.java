package dev.antiphon.directive;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A trigger character, such as {@code @} or {@code /}, and what was typed after it (rule DIR-4).
 *
 * @param character the trigger; one character or more
 * @param query what lies between the trigger and the cursor
 * @param start where the trigger stands in the text
 */
public record Trigger(String character, String query, int start) {

  /** Checks the fields. */
  public Trigger {
    requireNonNull(character, "character");
    requireNonNull(query, "query");
    if (character.isEmpty() || start < 0) {
      throw new IllegalArgumentException(
          "A trigger is not empty and stands at 0 or behind, but this is '%s' at %d."
              .formatted(character, start));
    }
  }

  /**
   * Finds a trigger by looking back from the cursor to the first whitespace. It counts only at the
   * start of the text or after whitespace.
   *
   * @param text what is typed
   * @param cursor where the cursor is, 0 to the length of the text
   * @param character the trigger to look for
   * @return the trigger; empty if the word before the cursor does not begin with it
   * @throws IndexOutOfBoundsException if the cursor is outside the text
   */
  public static Optional<Trigger> find(String text, int cursor, String character) {
    if (cursor < 0 || cursor > text.length()) {
      throw new IndexOutOfBoundsException(
          "The cursor is at 0 to %d, but this one is at %d.".formatted(text.length(), cursor));
    }
    int start = cursor;
    while (start > 0 && !Whitespace.is(text.codePointBefore(start))) {
      start -= Character.charCount(text.codePointBefore(start));
    }
    int end = start + character.length();
    return text.startsWith(character, start) && end <= cursor
        ? Optional.of(new Trigger(character, text.substring(end, cursor), start))
        : Optional.empty();
  }

  /**
   * Puts what was picked in the place of trigger and query (rule DIR-6).
   *
   * @param text the text in which the trigger was found
   * @param picked what was picked, as it is to be written
   * @return the text with {@code picked} and one space, and the cursor behind it
   */
  public Picked pick(String text, String picked) {
    String before = text.substring(0, start) + picked + " ";
    String after = text.substring(start + character.length() + query.length());
    return new Picked(
        before + (after.startsWith(" ") ? after.substring(1) : after), before.length());
  }

  /**
   * A text in which something was picked.
   *
   * @param text the text
   * @param cursor where the cursor is
   */
  public record Picked(String text, int cursor) {
    /** Checks the text. */
    public Picked {
      requireNonNull(text, "text");
    }
  }
}
