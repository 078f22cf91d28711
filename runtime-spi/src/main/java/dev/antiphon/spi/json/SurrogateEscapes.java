package dev.antiphon.spi.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Surrogates as JSON escapes: written so in strings in which one stands alone, and decoded before
 * the parser sees them, since Jackson refuses such an escape in a key.
 */
final class SurrogateEscapes extends CharacterEscapes {

  private static final long serialVersionUID = 1L;

  static final SurrogateEscapes INSTANCE = new SurrogateEscapes();

  private static final int ESCAPE_LENGTH = 6;

  private SurrogateEscapes() {}

  /** Returns whether every surrogate of a text has its other half beside it. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean isPair = Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1));
        if (!isPair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /**
   * Returns a JSON text with the escapes of surrogates replaced by what they stand for; the same
   * JSON, though columns behind a replacement are smaller.
   */
  static String decoded(String json) {
    int escape = json.indexOf('\\');
    if (escape < 0) {
      return json;
    }
    StringBuilder decoded = new StringBuilder(json.length());
    int copied = 0;
    while (escape >= 0) {
      int unit = unit(json, escape);
      if (unit >= Character.MIN_SURROGATE && unit <= Character.MAX_SURROGATE) {
        decoded.append(json, copied, escape).append((char) unit);
        copied = escape + ESCAPE_LENGTH;
        escape = json.indexOf('\\', copied);
      } else {
        // What follows a backslash may be a backslash, which then starts nothing.
        escape = json.indexOf('\\', escape + 2);
      }
    }
    return copied == 0 ? json : decoded.append(json, copied, json.length()).toString();
  }

  private static int unit(String json, int escape) {
    if (escape + ESCAPE_LENGTH > json.length() || json.charAt(escape + 1) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = escape + 2; i < escape + ESCAPE_LENGTH; i++) {
      int digit = Character.digit(json.charAt(i), 16);
      if (digit < 0 || json.charAt(i) > 'f') {
        return -1;
      }
      unit = unit * 16 + digit;
    }
    return unit;
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    return standardAsciiEscapesForJSON();
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int ch) {
    return Character.isSurrogate((char) ch) ? new SerializedString("\\u%04X".formatted(ch)) : null;
  }
}
