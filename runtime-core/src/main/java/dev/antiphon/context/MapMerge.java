package dev.antiphon.context;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Merges two immutable maps key by key into an immutable one. */
final class MapMerge {

  private MapMerge() {}

  /** Returns the keys of both; where both have one, the first map's value. */
  static <V> Map<String, V> over(Map<String, V> stronger, Map<String, V> weaker) {
    if (stronger.isEmpty()) {
      return weaker;
    }
    Map<String, V> merged = new LinkedHashMap<>(weaker);
    merged.putAll(stronger);
    return Collections.unmodifiableMap(merged);
  }
}
