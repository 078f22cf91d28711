package dev.antiphon.message;

import static java.util.Objects.requireNonNull;

/** The one check that all ids share. */
final class Ids {

  private Ids() {}

  static void check(String what, String value, int maxLength) {
    requireNonNull(value, what);
    if (value.isEmpty() || value.length() > maxLength) {
      throw new IllegalArgumentException("A %s has 1 to %d characters, but this one has %d."
          .formatted(what, maxLength, value.length()));
    }
  }
}
