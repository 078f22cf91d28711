package dev.antiphon.memory;

import java.util.Comparator;

/**
 * Where a thread stands in the list: newest first, of two equally new ones the later id first.
 *
 * @param activeAt when its last message was stored, or when it was created; epoch milliseconds
 * @param threadId the thread's id
 */
record ListPosition(long activeAt, String threadId) implements Comparable<ListPosition> {

  /** Stands before every thread. */
  static final ListPosition START = new ListPosition(Long.MAX_VALUE, "");

  private static final Comparator<ListPosition> ORDER = Comparator.comparingLong(
          ListPosition::activeAt)
      .thenComparing(ListPosition::threadId)
      .reversed();

  /** Reads what {@link #toCursor} wrote. */
  static ListPosition parse(String cursor) {
    int split = cursor.indexOf('.');
    try {
      return new ListPosition(Long.parseLong(cursor, 0, split, 10), cursor.substring(split + 1));
    } catch (NumberFormatException | IndexOutOfBoundsException notOurs) {
      throw new IllegalArgumentException(
          "The cursor is none that this list gave. Start at the first page.", notOurs);
    }
  }

  /** Returns the position as a cursor for the threads behind it. */
  String toCursor() {
    return activeAt + "." + threadId;
  }

  @Override
  public int compareTo(ListPosition other) {
    return ORDER.compare(this, other);
  }
}
