package dev.antiphon.openai;

/** Text that may leave the process: no NUL, no surrogate without its other half. */
final class WellFormedText {

  /** Stands for what cannot be said. */
  static final char REPLACEMENT = '\uFFFD';

  private WellFormedText() {}

  /** Returns a text with {@code U+FFFD} for each NUL and each lone surrogate. */
  static String of(CharSequence text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isPair = Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1));
      if (isPair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        repaired = repaired == null ? new StringBuilder(text) : repaired;
        repaired.setCharAt(i, REPLACEMENT);
      }
    }
    return repaired == null ? text.toString() : repaired.toString();
  }
}
