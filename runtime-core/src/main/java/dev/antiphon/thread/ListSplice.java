package dev.antiphon.thread;

import java.util.ArrayList;
import java.util.List;

/**
 * What changed in a list of thread ids: at one place some went and others came.
 *
 * @param from the first place that changed, from 0
 * @param removed how many ids went from there
 * @param inserted the ids that came in their place, in order
 */
public record ListSplice(int from, int removed, List<String> inserted) {

  /** Nothing changed. */
  public static final ListSplice NOTHING = new ListSplice(0, 0, List.of());

  /** Checks the numbers and copies the list. */
  public ListSplice {
    if (from < 0 || removed < 0) {
      throw new IllegalArgumentException(
          "A splice starts at 0 or later and removes 0 ids or more, but this one is at %d and removes %d."
              .formatted(from, removed));
    }
    inserted = List.copyOf(inserted);
  }

  /**
   * Returns what leads from one list to another: their common start and end stay.
   *
   * @param before the list as it was
   * @param after the list as it is
   */
  public static ListSplice between(List<String> before, List<String> after) {
    int shorter = Math.min(before.size(), after.size());
    int start = 0;
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    return new ListSplice(
        start, before.size() - end - start, after.subList(start, after.size() - end));
  }

  /** Returns whether it changes nothing. */
  public boolean isEmpty() {
    return removed == 0 && inserted.isEmpty();
  }

  /**
   * Returns a list with the change made.
   *
   * @param ids the list as it was
   * @throws IndexOutOfBoundsException if it is another list than the one that changed
   */
  public List<String> appliedTo(List<String> ids) {
    if (isEmpty()) {
      return ids;
    }
    List<String> changed = new ArrayList<>(ids);
    changed.subList(from, from + removed).clear();
    changed.addAll(from, inserted);
    return List.copyOf(changed);
  }
}
