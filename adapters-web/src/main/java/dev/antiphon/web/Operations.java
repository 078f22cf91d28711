package dev.antiphon.web;

import dev.antiphon.spi.json.JacksonJson;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One frame of the state stream under construction: operations on the state of the page, which are
 * {@code set} and {@code append-text}. There is none that deletes.
 */
final class Operations {

  private static final JacksonJson JSON = new JacksonJson();

  private static final String BEGIN = "{\"type\":\"update-state\",\"path\":[],\"operations\":[";

  private final StringBuilder json = new StringBuilder(BEGIN);

  boolean isEmpty() {
    return json.length() == BEGIN.length();
  }

  int length() {
    return json.length();
  }

  /** Returns the data of the frame. */
  String finish() {
    return json.append("]}").toString();
  }

  /**
   * Sets what stands at a path.
   *
   * @param value null, Boolean, Number, String, List or Map
   */
  void set(@Nullable Object value, String... path) {
    setJson(text(value), path);
  }

  /** Sets what stands at a path to what a JSON text says. */
  void setJson(CharSequence value, String... path) {
    begin("set", path).append(value).append('}');
  }

  /** Appends to the string at a path. */
  void append(String delta, String... path) {
    begin("append-text", path).append(text(delta)).append('}');
  }

  private StringBuilder begin(String type, String... path) {
    json.append(isEmpty() ? "" : ",").append("{\"type\":\"").append(type).append("\",\"path\":[");
    for (int i = 0; i < path.length; i++) {
      json.append(i == 0 ? "" : ",").append(text(path[i]));
    }
    return json.append("],\"value\":");
  }

  /** Returns a JSON value as text, lists and maps of any JSON included. */
  static String text(@Nullable Object value) {
    return JSON.write(value);
  }

  /** Returns an object of fields whose values are JSON texts. */
  static String object(Map<String, ? extends CharSequence> fields) {
    StringBuilder object = new StringBuilder("{");
    fields.forEach((name, value) -> object
        .append(object.length() == 1 ? "" : ",")
        .append(text(name))
        .append(':')
        .append(value));
    return object.append('}').toString();
  }

  /** Returns an array of JSON texts. */
  static String array(Collection<? extends CharSequence> elements) {
    return "[" + String.join(",", elements) + "]";
  }
}
