package dev.antiphon.cloud;

/** The name of a file, as one that can be shown and be part of a URL on any system. */
final class FileName {

  private static final int MAX_LENGTH = 200;
  private static final String NAMELESS = "file";
  private static final String NOT_IN_NAMES = "<>:\"|?*";

  private FileName() {}

  /**
   * Returns the last element of a path, without characters that are invisible, turn the direction
   * of text or mean something to a file system; never empty.
   */
  static String harmless(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    StringBuilder kept = new StringBuilder();
    last.codePoints().forEach(each -> {
      if (each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE) {
        kept.append('\uFFFD');
      } else if (NOT_IN_NAMES.indexOf(each) >= 0) {
        kept.append('_');
      } else if (!isInvisible(each)) {
        kept.appendCodePoint(each);
      }
    });
    String trimmed = kept.toString().strip().replaceAll("^\\.+|\\.+$", "").strip();
    String shortened = shortened(trimmed);
    return shortened.isEmpty() ? NAMELESS : shortened;
  }

  private static boolean isInvisible(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  /** Cuts in the front, so that the extension stays. */
  private static String shortened(String name) {
    if (name.length() <= MAX_LENGTH) {
      return name;
    }
    int start = name.length() - MAX_LENGTH;
    return name.substring(Character.isLowSurrogate(name.charAt(start)) ? start + 1 : start);
  }
}
