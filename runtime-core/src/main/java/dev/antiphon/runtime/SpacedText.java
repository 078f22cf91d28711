package dev.antiphon.runtime;

/** Words that follow on others: one space between them, unless one is there (rule DICT-2). */
final class SpacedText {

  private SpacedText() {}

  /**
   * Returns a text with words after it.
   *
   * @param text what is there; kept as it is
   * @param words what follows; blanks around it are dropped
   */
  static String join(String text, String words) {
    String added = words.strip();
    if (added.isEmpty() || text.isEmpty()) {
      return text + added;
    }
    boolean isSpaced = Character.isWhitespace(text.charAt(text.length() - 1));
    return isSpaced ? text + added : text + " " + added;
  }
}
