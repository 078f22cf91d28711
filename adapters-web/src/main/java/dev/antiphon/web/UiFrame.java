package dev.antiphon.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A frame of the UI message stream under construction. A field without a value is left out. */
final class UiFrame {

  /** What ends the stream, after {@code finish}. */
  static final byte[] DONE = SseFrame.of("[DONE]");

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private UiFrame(String type) {
    fields.put("type", type);
  }

  static UiFrame of(String type) {
    return new UiFrame(type);
  }

  /** Adds a field; {@code null} is not written, since clients refuse it. */
  UiFrame with(String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
    return this;
  }

  byte[] bytes() {
    return SseFrame.of(Operations.text(fields));
  }

  /** As {@link #bytes}, with a field whose value is any JSON, {@code null} included. */
  byte[] bytesWith(String name, @Nullable Object value) {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put(name, value);
    return SseFrame.of(Operations.text(all));
  }
}
