package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * A growing text with one writer. Its views share its characters: what a view covers is never
 * written again, so a view may be read by any thread once it was published to it.
 *
 * <p>For the run machine; applications and adapters read {@link TextView}s.
 */
public final class TextBuffer {

  private static final int INITIAL_CAPACITY = 64;

  private char[] chars = new char[INITIAL_CAPACITY];
  private int length;

  /** Makes an empty text. */
  public TextBuffer() {}

  /**
   * Appends to the text. The cost does not depend on its length, save for the rare doubling.
   *
   * @param delta what to add
   */
  public void append(String delta) {
    requireNonNull(delta, "delta");
    int needed = Math.addExact(length, delta.length());
    if (needed > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(needed, chars.length * 2));
    }
    delta.getChars(0, delta.length(), chars, length);
    length = needed;
  }

  /** Returns the number of characters. */
  public int length() {
    return length;
  }

  /** Returns a view of the text as it is now. */
  public TextView view() {
    return length == 0 ? TextView.of("") : TextView.over(chars, length);
  }

  /** Returns the text as it is now, free of the buffer. */
  public TextView finished() {
    return TextView.of(new String(chars, 0, length));
  }
}
