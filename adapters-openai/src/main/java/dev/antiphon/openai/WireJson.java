package dev.antiphon.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON as it stands on the wire. */
final class WireJson {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private WireJson() {}

  /** Reads an object, or gives nothing if the text is something else. */
  static Optional<ObjectNode> object(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (JsonProcessingException noJson) {
      return Optional.empty();
    }
  }

  /** Returns the values of an object as plain Java. */
  static Map<String, Object> values(ObjectNode object) {
    return MAPPER.convertValue(object, OBJECT);
  }

  /** Returns plain Java as a node. */
  static JsonNode node(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Writes plain Java or a node.
   *
   * @throws IllegalArgumentException if the value is not JSON
   */
  static String write(@Nullable Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException noJson) {
      throw new IllegalArgumentException(
          "Expected plain JSON values, but found a " + typeOf(value) + ".", noJson);
    }
  }

  private static String typeOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }
}
