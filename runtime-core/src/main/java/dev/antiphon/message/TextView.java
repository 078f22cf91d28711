package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A text that is made a {@code String} only when asked. While a reply streams, each snapshot is
 * such a view on the shared {@link TextBuffer}, so that a delta costs the same at any length.
 *
 * <p>Two views are equal if their texts are.
 */
public final class TextView implements CharSequence {

  private static final TextView EMPTY = new TextView(null, 0, "");

  /** What the view reads from; {@code null} once only the string is kept. */
  private final char @Nullable [] chars;

  private final int length;

  // A benign race: two threads may both make the string, and make the same one.
  private @Nullable String text;

  private TextView(char @Nullable [] chars, int length, @Nullable String text) {
    this.chars = chars;
    this.length = length;
    this.text = text;
  }

  /**
   * Returns a view of a finished text.
   *
   * @param text the text
   */
  public static TextView of(String text) {
    requireNonNull(text, "text");
    return text.isEmpty() ? EMPTY : new TextView(null, text.length(), text);
  }

  static TextView over(char[] chars, int length) {
    return new TextView(chars, length, null);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    return toString().charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return toString().subSequence(start, end);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TextView that
            && length == that.length
            && toString().equals(that.toString()));
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** Returns the text; the first call on a streamed text makes the string. */
  @Override
  public String toString() {
    String made = text;
    if (made == null) {
      made = new String(requireNonNull(chars), 0, length);
      text = made;
    }
    return made;
  }
}
