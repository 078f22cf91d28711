package dev.antiphon.attachments;

/** Makes a text fit for a message: well-formed, without NUL, not too long. */
final class ReadableText {

  private ReadableText() {}

  /** Returns a text without NUL, unpaired surrogates replaced. */
  static String wellFormed(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isHighSurrogate(character)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        clean.append(character).append(text.charAt(++i));
      } else if (Character.isSurrogate(character)) {
        clean.append('\uFFFD');
      } else if (character != 0) {
        clean.append(character);
      }
    }
    return clean.toString();
  }

  /** Returns the start of a text, cut before a character that does not fit whole. */
  static String start(String text, int maxCharacters) {
    if (text.length() <= maxCharacters) {
      return text;
    }
    boolean isPairCut = Character.isHighSurrogate(text.charAt(maxCharacters - 1));
    return text.substring(0, isPairCut ? maxCharacters - 1 : maxCharacters);
  }
}
