package dev.antiphon.jdbc;

/**
 * Where a page of the list starts: behind this thread.
 *
 * @param activeAt when it was active, epoch milliseconds
 * @param threadId its escaped id
 */
record ListCursor(long activeAt, String threadId) {

  /** Reads what {@link #toText} wrote. */
  static ListCursor parse(String text) {
    int split = text.indexOf('.');
    try {
      return new ListCursor(
          Long.parseLong(text, 0, split, 10), KeyText.write(text.substring(split + 1)));
    } catch (NumberFormatException | IndexOutOfBoundsException notOurs) {
      throw new IllegalArgumentException(
          "The cursor is none that this list gave. Start at the first page.", notOurs);
    }
  }

  /** Returns the cursor as the port carries it. */
  String toText() {
    return activeAt + "." + KeyText.read(threadId);
  }
}
