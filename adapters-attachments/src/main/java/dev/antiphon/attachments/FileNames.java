package dev.antiphon.attachments;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * Makes the name of a file harmless: it is shown, sent to a model and may become the name of a
 * download, on any system. No file here is ever stored under it.
 */
final class FileNames {

  private static final int MAX_LENGTH = 200;
  private static final int MAX_EXTENSION = 20;
  private static final String NAMELESS = "file";
  private static final String NOT_IN_NAMES = "<>:\"|?*";

  /** Names that are devices on Windows, whatever their extension. */
  private static final Set<String> DEVICES = Set.of(
      "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
      "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
      "lpt9");

  private FileNames() {}

  /**
   * Returns the last element of a path, without characters that are invisible, turn the direction
   * of text, or mean something to a file system; never empty, at most 200 characters, its extension
   * kept.
   */
  static String harmless(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder kept = new StringBuilder();
    last.codePoints().forEach(character -> {
      if (isUnpaired(character)) {
        kept.append('\uFFFD');
      } else if (NOT_IN_NAMES.indexOf(character) >= 0) {
        kept.append('_');
      } else if (!isInvisible(character)) {
        kept.appendCodePoint(character);
      }
    });
    String trimmed = trimmed(Normalizer.normalize(kept, Normalizer.Form.NFC));
    String shortened = trimmed.length() > MAX_LENGTH ? shortened(trimmed) : trimmed;
    if (shortened.isEmpty()) {
      return NAMELESS;
    }
    return isDevice(shortened) ? "_" + shortened : shortened;
  }

  private static boolean isUnpaired(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }

  /** Control characters, and the format characters that hide or turn what stands beside them. */
  private static boolean isInvisible(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** Returns a name without blanks at its ends, dots at its end, and dots that hide it. */
  private static String trimmed(String name) {
    int start = 0;
    int end = name.length();
    while (end > start && isBlankOrDot(name.charAt(end - 1))) {
      end--;
    }
    while (start < end && isBlankOrDot(name.charAt(start))) {
      start++;
    }
    return name.substring(start, end);
  }

  private static boolean isBlankOrDot(char character) {
    return character == '.' || Character.isWhitespace(character) || character == '\u00A0';
  }

  private static String shortened(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot > 0 && name.length() - dot <= MAX_EXTENSION ? name.substring(dot) : "";
    int end = MAX_LENGTH - extension.length();
    if (Character.isHighSurrogate(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end) + extension;
  }

  private static boolean isDevice(String name) {
    String stem = name.split("\\.", 2)[0].strip().toLowerCase(Locale.ROOT);
    return DEVICES.contains(stem);
  }
}
