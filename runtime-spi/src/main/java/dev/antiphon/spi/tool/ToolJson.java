package dev.antiphon.spi.tool;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.antiphon.tool.InvalidArgumentsException;
import dev.antiphon.tool.ToolResult;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns arguments into records and results into JSON; refuses what would have to be guessed. */
final class ToolJson {

  private static final JsonMapper MAPPER = JsonMapper.builder()
      .addModule(new Jdk8Module())
      .addModule(new JavaTimeModule())
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
      .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
      .build();

  private static final String UNFIT = "the value is of the wrong type or out of range";

  private ToolJson() {}

  static JsonNode tree(Map<String, ?> object) {
    return MAPPER.valueToTree(object);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(JsonNode tree) {
    return MAPPER.convertValue(tree, Map.class);
  }

  static <A extends Record> A arguments(
      String toolName, Map<String, Object> arguments, Class<A> type) {
    try {
      return MAPPER.convertValue(arguments, type);
    } catch (IllegalArgumentException unfit) {
      throw new InvalidArgumentsException(toolName, List.of(problem(unfit.getCause())));
    }
  }

  /** Reads one argument of a method. */
  static Object argument(String toolName, String name, Object value, Type type) {
    try {
      return MAPPER.convertValue(value, MAPPER.constructType(type));
    } catch (IllegalArgumentException unfit) {
      throw new InvalidArgumentsException(
          toolName, List.of("argument '%s': %s".formatted(name, problem(unfit.getCause()))));
    }
  }

  static @Nullable Object result(String toolName, @Nullable Object result) {
    if (result == null || result instanceof ToolResult) {
      return result;
    }
    try {
      return MAPPER.convertValue(result, Object.class);
    } catch (IllegalArgumentException unfit) {
      throw new IllegalStateException(
          "The result of tool '%s' is a %s, which cannot be written as JSON. Return a record, a map, a list, a text, a number or a ToolResult."
              .formatted(toolName, result.getClass().getName()),
          unfit);
    }
  }

  /** Says what is wrong without the value: only a record's own refusal is quoted. */
  private static String problem(@Nullable Throwable cause) {
    if (!(cause instanceof JsonMappingException mapping)) {
      return UNFIT;
    }
    StringBuilder place = new StringBuilder();
    for (JsonMappingException.Reference step : mapping.getPath()) {
      place.append('/').append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
    }
    String where = place.length() == 0 ? "" : "at %s: ".formatted(place);
    if (mapping instanceof ValueInstantiationException && mapping.getCause() != null) {
      String refusal = mapping.getCause().getMessage();
      return where + (refusal == null ? "refused" : withoutFullStop(refusal));
    }
    return where
        + (mapping instanceof UnrecognizedPropertyException ? "there is no such argument" : UNFIT);
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
