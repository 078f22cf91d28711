package dev.antiphon.jdbc;

/** Text that every database keeps: without NUL, and without half a character. */
final class WellFormedText {

  private static final char REPLACEMENT = '\ufffd';

  private WellFormedText() {}

  /** Returns a text with U+FFFD for each NUL and each lone surrogate. */
  static String of(String text) {
    StringBuilder wellFormed = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point == 0 || isLoneSurrogate(point) ? REPLACEMENT : point)
        .forEach(wellFormed::appendCodePoint);
    return wellFormed.toString();
  }

  private static boolean isLoneSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
