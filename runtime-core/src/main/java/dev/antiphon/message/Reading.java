package dev.antiphon.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the JSON of one message is read: as input, which is tidied up, or whole, so that nothing of
 * it is lost. Keeps the objects that were read, to find what was left over. For one call.
 */
final class Reading {

  private final boolean isWhole;
  private final List<JsonFields> objects = new ArrayList<>();

  private Reading(boolean isWhole) {
    this.isWhole = isWhole;
  }

  /** Starts to read input (rules MSG-11 and MSG-12). */
  static Reading ofInput() {
    return new Reading(false);
  }

  /** Starts to read a whole message (rule HIST-14). */
  static Reading ofWhole() {
    return new Reading(true);
  }

  /** Returns a reading of the same kind, of a message inside of this one. */
  Reading nested() {
    return new Reading(isWhole);
  }

  /** Returns whether nothing may be lost. */
  boolean isWhole() {
    return isWhole;
  }

  void begin(JsonFields object) {
    if (isWhole) {
      objects.add(object);
    }
  }

  /** Returns what nobody asked for, as {@link Message#unknownFields()} gives it. */
  Map<String, Object> unknownFields() {
    Map<String, Object> unknown = new LinkedHashMap<>();
    for (JsonFields object : objects) {
      Map<String, Object> left = object.leftOver();
      if (!left.isEmpty()) {
        unknown.put(object.pointer(), left);
      }
    }
    return Collections.unmodifiableMap(unknown);
  }
}
