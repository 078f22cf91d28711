package dev.antiphon.message;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read by name and type. A field that is null counts as absent,
 * except for {@link #has} and {@link #value}; one that has another type is refused with its path.
 */
final class JsonFields {

  private final Map<String, Object> fields;
  private final String path;
  private final String pointer;
  private final Reading reading;
  private final Set<String> asked = new HashSet<>();

  private JsonFields(Map<String, Object> fields, String path, String pointer, Reading reading) {
    this.fields = fields;
    this.path = path;
    this.pointer = pointer;
    this.reading = reading;
    reading.begin(this);
  }

  /** Copies a JSON object, so that what is read from it is immutable. */
  static JsonFields copyOf(Map<String, ?> object, String path, Reading reading) {
    String name = path.isEmpty() ? "message" : path;
    return new JsonFields(Json.messageOf(object, name), path, "", reading);
  }

  /** Returns the same object as the root of a message inside of this one. */
  JsonFields asMessage() {
    asked.addAll(fields.keySet());
    return new JsonFields(fields, path, "", reading.nested());
  }

  /** Returns how the message is read. */
  Reading reading() {
    return reading;
  }

  /** Returns all fields; none is left over then. */
  Map<String, Object> all() {
    asked.addAll(fields.keySet());
    return fields;
  }

  /** Returns the fields that nobody asked for. */
  Map<String, Object> leftOver() {
    Map<String, Object> left = new LinkedHashMap<>(fields);
    left.keySet().removeAll(asked);
    return left;
  }

  /** Returns where the object stands in its message, as a JSON pointer (RFC 6901). */
  String pointer() {
    return pointer;
  }

  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  InvalidMessageException refused(String name, String problem) {
    return new InvalidMessageException(path(name), problem);
  }

  /** Returns whether a field is there, whatever its value. */
  boolean has(String name) {
    asked.add(name);
    return fields.containsKey(name);
  }

  @Nullable
  Object value(String name) {
    asked.add(name);
    return fields.get(name);
  }

  @Nullable
  String text(String name) {
    return typed(name, String.class, "a string");
  }

  String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw refused(name, "is missing: a string is expected");
    }
    return text;
  }

  @Nullable
  Boolean flag(String name) {
    return typed(name, Boolean.class, "a boolean");
  }

  @Nullable
  Number number(String name) {
    return typed(name, Number.class, "a number");
  }

  /** Returns a number as a whole one; browsers write times with fractions. */
  @Nullable
  Long whole(String name) {
    Number number = number(name);
    if (number == null) {
      return null;
    }
    if (number instanceof BigInteger || number instanceof BigDecimal) {
      throw refused(name, "is a number beyond 64 bits");
    }
    return number instanceof Double fraction ? Math.round(fraction) : number.longValue();
  }

  @Nullable
  @SuppressWarnings("unchecked")
  Map<String, Object> object(String name) {
    return typed(name, Map.class, "an object");
  }

  @Nullable
  JsonFields fields(String name) {
    Map<String, Object> object = object(name);
    return object == null
        ? null
        : new JsonFields(object, path(name), pointer + "/" + name, reading);
  }

  @Nullable
  @SuppressWarnings("unchecked")
  List<Object> list(String name) {
    return typed(name, List.class, "an array");
  }

  /** Reads a list of objects, or returns null if there is none. */
  @Nullable
  <T> List<T> each(String name, Function<JsonFields, T> reader) {
    List<Object> list = list(name);
    if (list == null) {
      return null;
    }
    List<T> read = new ArrayList<>(list.size());
    for (Object element : list) {
      read.add(reader.apply(element(element, name, read.size())));
    }
    return read;
  }

  /** Returns a point in time: ISO-8601 text, or milliseconds since the epoch. */
  @Nullable
  Instant time(String name) {
    if (!(value(name) instanceof String text)) {
      Long millis = whole(name);
      return millis == null ? null : Instant.ofEpochMilli(millis);
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException notIso) {
      throw refused(name, "is no point in time: ISO-8601 text or milliseconds are expected");
    }
  }

  /** Returns an id, or null if there is none. */
  @Nullable
  <T> T id(String name, Function<String, T> make) {
    String text = text(name);
    try {
      return text == null ? null : make.apply(text);
    } catch (IllegalArgumentException badLength) {
      throw refused(name, "has " + text.length() + " characters, which an id may not have");
    }
  }

  <T> T requiredId(String name, Function<String, T> make) {
    T id = id(name, make);
    if (id == null) {
      throw refused(name, "is missing: an id is expected");
    }
    return id;
  }

  @SuppressWarnings("unchecked")
  private JsonFields element(@Nullable Object element, String name, int index) {
    String place = name + "[" + index + "]";
    if (!(element instanceof Map)) {
      throw refused(place, "is " + kindOf(element) + ", but an object is expected");
    }
    return new JsonFields(
        (Map<String, Object>) element, path(place), pointer + "/" + name + "/" + index, reading);
  }

  private <T> @Nullable T typed(String name, Class<T> type, String expected) {
    Object value = value(name);
    if (value != null && !type.isInstance(value)) {
      throw refused(name, "is " + kindOf(value) + ", but " + expected + " is expected");
    }
    return type.cast(value);
  }

  private static String kindOf(@Nullable Object value) {
    if (value instanceof String) {
      return "a string";
    } else if (value instanceof Number) {
      return "a number";
    } else if (value instanceof Boolean) {
      return "a boolean";
    } else if (value instanceof List) {
      return "an array";
    }
    return value == null ? "null" : "an object";
  }
}
