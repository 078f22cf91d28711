package dev.antiphon.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Ids as the database keeps them. PostgreSQL can keep neither NUL nor a lone surrogate, so these
 * and the backslash become a backslash and four hexadecimal digits; all other ids are kept as they
 * are.
 *
 * <p>Five bytes a character at most: the longest owner, thread id and message id together stay
 * below the 2704 bytes that a key of PostgreSQL may have.
 */
final class KeyText {

  private static final int DIGITS = 4;

  private KeyText() {}

  /** Returns an id as it is stored; two ids never become the same. */
  static String write(String id) {
    StringBuilder written = null;
    for (int index = 0; index < id.length(); index++) {
      char c = id.charAt(index);
      boolean isPair = Character.isHighSurrogate(c)
          && index + 1 < id.length()
          && Character.isLowSurrogate(id.charAt(index + 1));
      boolean isEscaped = c == '\\' || c == 0 || (Character.isSurrogate(c) && !isPair);
      if (isEscaped && written == null) {
        written = new StringBuilder(id.length() + 16).append(id, 0, index);
      }
      if (written != null) {
        if (isEscaped) {
          written.append("\\%04x".formatted((int) c));
        } else {
          written.append(c);
        }
      }
      if (isPair) {
        index++;
        if (written != null) {
          written.append(id.charAt(index));
        }
      }
    }
    return written == null ? id : written.toString();
  }

  /** Returns an id or {@code null} as it is stored. */
  static @Nullable String writeNullable(@Nullable String id) {
    return id == null ? null : write(id);
  }

  /** Returns what {@link #write} was given; what it cannot have written comes back as it is. */
  static String read(String stored) {
    int escape = stored.indexOf('\\');
    if (escape < 0) {
      return stored;
    }
    StringBuilder read = new StringBuilder(stored.length());
    int copied = 0;
    while (escape >= 0 && escape + DIGITS < stored.length()) {
      try {
        int unit = Integer.parseInt(stored, escape + 1, escape + 1 + DIGITS, 16);
        read.append(stored, copied, escape).append((char) unit);
        copied = escape + 1 + DIGITS;
      } catch (NumberFormatException changedByHand) {
        return stored;
      }
      escape = stored.indexOf('\\', copied);
    }
    return read.append(stored, copied, stored.length()).toString();
  }
}
