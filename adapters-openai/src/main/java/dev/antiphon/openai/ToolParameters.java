package dev.antiphon.openai;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a tool's arguments in LangChain4j's terms: the outer object by its fields,
 * each property as the JSON that it is, so that no keyword within is lost.
 */
final class ToolParameters {

  private ToolParameters() {}

  static JsonObjectSchema of(Map<String, Object> schema) {
    JsonObjectSchema.Builder object = JsonObjectSchema.builder()
        .addProperties(schemas(schema.get("properties")))
        .required(texts(schema.get("required")));
    if (schema.get("description") instanceof String description) {
      object.description(description);
    }
    if (schema.get("additionalProperties") instanceof Boolean additional) {
      object.additionalProperties(additional);
    }
    Map<String, JsonSchemaElement> definitions = schemas(schema.get("$defs"));
    if (!definitions.isEmpty()) {
      object.definitions(definitions);
    }
    return object.build();
  }

  private static Map<String, JsonSchemaElement> schemas(@Nullable Object value) {
    Map<String, JsonSchemaElement> schemas = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, schema) ->
          schemas.put(String.valueOf(name), JsonRawSchema.from(WireJson.write(asObject(schema)))));
    }
    return schemas;
  }

  /** Returns a schema as an object: {@code true} stands for one that allows everything. */
  private static Object asObject(@Nullable Object schema) {
    return schema instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
