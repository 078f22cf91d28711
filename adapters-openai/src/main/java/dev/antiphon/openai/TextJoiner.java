package dev.antiphon.openai;

/**
 * Makes the pieces of a text well-formed: the halves of a character that two pieces share leave
 * together, a half that stays alone and a NUL leave as {@code U+FFFD}.
 *
 * <p><b>Threads.</b> For one thread at a time.
 */
final class TextJoiner {

  private static final char NONE = 0;

  /** The first half of a character whose second one is still to come. */
  private char held = NONE;

  /** Returns what can leave now; may be empty. */
  String join(String piece) {
    if (piece.isEmpty()) {
      return piece;
    }
    String text = held == NONE ? piece : held + piece;
    held = NONE;
    char last = text.charAt(text.length() - 1);
    if (Character.isHighSurrogate(last)) {
      held = last;
      text = text.substring(0, text.length() - 1);
    }
    return WellFormedText.of(text);
  }

  /** Returns what is left when no piece follows. */
  String rest() {
    String rest = held == NONE ? "" : String.valueOf(WellFormedText.REPLACEMENT);
    held = NONE;
    return rest;
  }
}
