package dev.antiphon.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text that may leave the process: no NUL, no surrogate without its other half. */
final class WellFormedText {

  private static final char REPLACEMENT = '\uFFFD';

  private WellFormedText() {}

  /** Returns a text with {@code U+FFFD} for each NUL and each lone surrogate. */
  static String of(String text) {
    StringBuilder repaired = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      boolean isPair = Character.isHighSurrogate(each)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1));
      if (isPair) {
        i++;
      } else if (each == 0 || Character.isSurrogate(each)) {
        repaired.setCharAt(i, REPLACEMENT);
      }
    }
    return repaired.toString();
  }

  /** Returns a JSON object with each text and key in it made well-formed. */
  static Map<String, Object> of(Map<String, Object> object) {
    Map<String, Object> repaired = new LinkedHashMap<>();
    object.forEach((key, value) -> repaired.put(of(key), value(value)));
    return repaired;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // JSON objects have string keys, and may hold null
  private static Object value(@Nullable Object value) {
    if (value instanceof String text) {
      return of(text);
    }
    if (value instanceof Map<?, ?> map) {
      return of((Map<String, Object>) map);
    }
    if (value instanceof List<?> list) {
      List<Object> repaired = new ArrayList<>(list.size());
      list.forEach(each -> repaired.add(value(each)));
      return repaired;
    }
    return value;
  }
}
