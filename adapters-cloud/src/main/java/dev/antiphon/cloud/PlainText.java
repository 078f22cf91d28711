package dev.antiphon.cloud;

/**
 * Any text as one that headers, JSON and databases take: printable ASCII. Two texts never become
 * the same one, and a usual id stays what it is.
 */
final class PlainText {

  private PlainText() {}

  /** Returns the plain form. */
  static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      boolean isUsual = each > ' ' && each < 0x7f && each != '%';
      if (isUsual) {
        plain.append(each);
      } else {
        plain.append('%').append("%04x".formatted((int) each));
      }
    }
    return plain.toString();
  }

  /** Returns the text whose plain form this is, or the text itself if it is none. */
  static String from(String plain) {
    String text = read(plain);
    return of(text).equals(plain) ? text : plain;
  }

  private static String read(String plain) {
    StringBuilder text = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char each = plain.charAt(i);
      if (each != '%') {
        text.append(each);
        continue;
      }
      if (i + 4 >= plain.length() || !plain.substring(i + 1, i + 5).matches("[0-9a-f]{4}")) {
        return plain;
      }
      text.append((char) Integer.parseInt(plain.substring(i + 1, i + 5), 16));
      i += 4;
    }
    return text.toString();
  }
}
