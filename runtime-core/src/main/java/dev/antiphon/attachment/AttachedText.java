package dev.antiphon.attachment;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.TextPart;

/** The text of a file as a model gets it: in a tag that names the file (rule ATT-10). */
public final class AttachedText {

  private AttachedText() {}

  /**
   * Wraps the text of a file.
   *
   * @param name the file's name, whatever its characters
   * @param text its text; stands between the tags as it is
   * @return {@code <attachment name="NAME">}, the text and {@code </attachment>}, each on lines of
   *     its own
   */
  public static String wrap(String name, String text) {
    requireNonNull(text, "text");
    return "<attachment name=\"" + escaped(name) + "\">\n" + text + "\n</attachment>";
  }

  /**
   * Returns the wrapped text of a file as a part.
   *
   * @param name the file's name, whatever its characters
   * @param text its text
   */
  public static TextPart part(String name, String text) {
    return TextPart.of(wrap(name, text));
  }

  /** Escapes what would end the quotes or the tag, and what would break its line. */
  private static String escaped(String name) {
    StringBuilder escaped = new StringBuilder(name.length() + 16);
    for (int i = 0; i < name.length(); i++) {
      char each = name.charAt(i);
      switch (each) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        default -> {
          if (Character.isISOControl(each) || each == '\u2028' || each == '\u2029') {
            escaped.append("&#").append((int) each).append(';');
          } else {
            escaped.append(each);
          }
        }
      }
    }
    return escaped.toString();
  }
}
