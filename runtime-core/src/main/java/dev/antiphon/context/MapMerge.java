package dev.antiphon.context;

import java.util.LinkedHashMap;
import java.util.Map;

/** Merges two maps key by key. */
final class MapMerge {

  private MapMerge() {}

  /** Returns the keys of both; where both have one, the first map's value. */
  static <V> Map<String, V> over(Map<String, V> stronger, Map<String, V> weaker) {
    if (stronger.isEmpty()) {
      return weaker;
    }
    Map<String, V> merged = new LinkedHashMap<>(weaker);
    merged.putAll(stronger);
    return merged;
  }
}
