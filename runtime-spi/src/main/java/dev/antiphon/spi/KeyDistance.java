package dev.antiphon.spi;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** How many letters two keys differ by (Levenshtein). */
final class KeyDistance {

  private KeyDistance() {}

  /** Returns the nearest key that differs by at most so many letters. */
  static Optional<String> nearest(String key, Collection<String> known, int atMost) {
    return known.stream()
        .filter(candidate -> between(key, candidate) <= atMost)
        .min(Comparator.comparingInt(candidate -> between(key, candidate)));
  }

  static int between(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
