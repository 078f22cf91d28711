package dev.antiphon.directive;

/** What Unicode calls whitespace. */
final class Whitespace {

  private static final int NEXT_LINE = 0x85;

  private Whitespace() {}

  /** Java leaves out the spaces that do not break, and the next line. */
  static boolean is(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || codePoint == NEXT_LINE;
  }
}
