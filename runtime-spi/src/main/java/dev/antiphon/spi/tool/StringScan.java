package dev.antiphon.spi.tool;

/**
 * Follows a JSON text character by character: where its strings start and end, and what the one at
 * hand says. Whether it is JSON at all is the parser's business.
 */
final class StringScan {

  private static final int HEX_DIGITS = 4;

  private final StringBuilder decoded = new StringBuilder();
  private boolean inString;
  private boolean afterBackslash;
  private int hexDigitsLeft;
  private int unit;

  /** Takes a character; returns whether a string starts or ends with it. */
  boolean next(char c) {
    if (!inString) {
      inString = c == '"';
      decoded.setLength(0);
      return inString;
    }
    if (hexDigitsLeft > 0) {
      hexDigit(c);
    } else if (afterBackslash) {
      escaped(c);
    } else if (c == '\\') {
      afterBackslash = true;
    } else if (c == '"') {
      inString = false;
      return true;
    } else {
      decoded.append(c);
    }
    return false;
  }

  boolean inString() {
    return inString;
  }

  /** Returns whether a character put here would stand for itself. */
  boolean isPlain() {
    return inString && !afterBackslash && hexDigitsLeft == 0;
  }

  /** Takes out the text decoded since the last time, whole characters unless the string is over. */
  String taken() {
    int end = decoded.length();
    if (inString && end > 0 && Character.isHighSurrogate(decoded.charAt(end - 1))) {
      end--;
    }
    String text = decoded.substring(0, end);
    decoded.delete(0, end);
    return text;
  }

  private void escaped(char c) {
    afterBackslash = false;
    switch (c) {
      case 'b' -> decoded.append('\b');
      case 'f' -> decoded.append('\f');
      case 'n' -> decoded.append('\n');
      case 'r' -> decoded.append('\r');
      case 't' -> decoded.append('\t');
      case 'u' -> {
        hexDigitsLeft = HEX_DIGITS;
        unit = 0;
      }
      default -> decoded.append(c);
    }
  }

  private void hexDigit(char c) {
    unit = unit * 16 + Math.max(0, Character.digit(c, 16));
    hexDigitsLeft--;
    if (hexDigitsLeft == 0) {
      decoded.append((char) unit);
    }
  }
}
