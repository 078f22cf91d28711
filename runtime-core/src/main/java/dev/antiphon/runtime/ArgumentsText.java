package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Json;
import dev.antiphon.port.JsonCodec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that a text gives (rule TOOL-5). Text comes from a model, so whatever is wrong with
 * it is a problem to tell the model, and nothing that a run fails of.
 *
 * @param arguments the arguments; empty if there is a problem
 * @param problem what is wrong, a clause without a full stop, or null
 */
record ArgumentsText(
    Map<String, Object> arguments, @Nullable String problem) {

  /** Reads arguments; blank text means none. */
  static ArgumentsText read(String text, @Nullable JsonCodec json) {
    if (json == null || text.isBlank()) {
      return new ArgumentsText(Map.of(), null);
    }
    try {
      return of(json.parse(text));
    } catch (RuntimeException | StackOverflowError notJson) {
      return new ArgumentsText(
          Map.of(), "they are not JSON: " + ErrorInfo.from(notJson).message());
    }
  }

  @SuppressWarnings("unchecked")
  private static ArgumentsText of(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? new ArgumentsText(Json.objectOf((Map<String, Object>) map, "args"), null)
        : new ArgumentsText(Map.of(), "they are not a JSON object");
  }
}
