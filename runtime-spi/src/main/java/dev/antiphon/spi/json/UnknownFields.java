package dev.antiphon.spi.json;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the writing of messages and tells which fields that are not known here belong to the
 * object that is about to end. For one text.
 */
final class UnknownFields {

  private final Deque<Level> levels = new ArrayDeque<>();

  /** Begins with the message whose object was just begun; what is inside is told to this object. */
  UnknownFields(Map<String, Object> ofMessage) {
    levels.push(new Level(ofMessage, ""));
  }

  /** Takes the object that was just begun as the root of a message inside of another one. */
  void beginMessage(Map<String, Object> ofMessage) {
    levels.pop();
    levels.push(new Level(ofMessage, ""));
  }

  /** Says that a field is being written. */
  void field(String name) {
    Level level = levels.element();
    level.written.add(name);
    level.current = name;
  }

  /** Says that an object or array begins, as the value of the last field or as the next element. */
  void begin() {
    Level outer = levels.element();
    levels.push(new Level(outer.ofMessage, outer.pointer + "/" + outer.place()));
  }

  /** Says that the innermost object or array is an array. */
  void asArray() {
    levels.element().next = 0;
  }

  /** Says that an element was written that is followed no further. */
  void element() {
    Level level = levels.element();
    if (level.next >= 0) {
      level.next++;
    }
  }

  /** Returns the fields that the innermost object is still to get; {@code null} for none. */
  @Nullable
  Map<?, ?> leftOver() {
    Level level = levels.element();
    return level.ofMessage.get(level.pointer) instanceof Map<?, ?> fields ? fields : null;
  }

  /** Returns whether the innermost object has a field already. */
  boolean isWritten(Object name) {
    return levels.element().written.contains(name);
  }

  /** Says that the innermost object or array ends; returns whether it was the first. */
  boolean end() {
    levels.pop();
    return levels.isEmpty();
  }

  /** An object or array that is being written. */
  private static final class Level {
    private final Map<String, Object> ofMessage;
    private final String pointer;
    private final Set<String> written = new HashSet<>();
    private String current = "";

    /** The index of the next element of an array, or -1 for an object. */
    private int next = -1;

    Level(Map<String, Object> ofMessage, String pointer) {
      this.ofMessage = ofMessage;
      this.pointer = pointer;
    }

    String place() {
      return next < 0 ? current : String.valueOf(next++);
    }
  }
}
