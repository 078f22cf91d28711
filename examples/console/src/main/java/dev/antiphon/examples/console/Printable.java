package dev.antiphon.examples.console;

import dev.antiphon.spi.json.JacksonJson;
import org.jspecify.annotations.Nullable;

/** Makes foreign text fit for a screen: what a model or a file says must not steer a terminal. */
final class Printable {

  private static final int MAX_LINE = 160;
  private static final JacksonJson JSON = new JacksonJson();

  private Printable() {}

  /**
   * Returns a text with a replacement for each character that could steer a terminal; line ends and
   * tabs stay.
   *
   * @param text the text
   */
  static String text(String text) {
    StringBuilder safe = null;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (steers(character)) {
        safe = safe == null ? new StringBuilder(text) : safe;
        safe.setCharAt(i, '\uFFFD');
      }
    }
    return safe == null ? text : safe.toString();
  }

  /**
   * Returns a text as one line, whole.
   *
   * @param text the text
   */
  static String line(String text) {
    return text(text.strip().replaceAll("\\s+", " "));
  }

  /**
   * Returns JSON as one line, cut if it is long.
   *
   * @param json any JSON
   */
  static String json(@Nullable Object json) {
    return cut(json instanceof String text ? text : JSON.write(json));
  }

  /**
   * Returns a text as one line, cut if it is long.
   *
   * @param text the text
   */
  static String cut(String text) {
    String line = line(text.length() > 4 * MAX_LINE ? text.substring(0, 4 * MAX_LINE) : text);
    if (line.length() <= MAX_LINE) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(MAX_LINE - 2)) ? MAX_LINE - 2 : MAX_LINE - 1;
    return line.substring(0, end) + "…";
  }

  private static boolean steers(char character) {
    return (Character.isISOControl(character) && character != '\n' && character != '\t')
        || (character >= '\u202A' && character <= '\u202E')
        || (character >= '\u2066' && character <= '\u2069');
  }
}
