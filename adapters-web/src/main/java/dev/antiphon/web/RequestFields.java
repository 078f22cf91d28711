package dev.antiphon.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object of a request, whose fields are asked for by name and kind. */
final class RequestFields {

  private static final int MAX_NUMBER_LENGTH = 100;
  private static final int MAX_NAME_LENGTH = 1024;

  private final Map<?, ?> fields;
  private final String path;

  private RequestFields(Map<?, ?> fields, String path) {
    this.fields = fields;
    this.path = path;
  }

  /**
   * Reads the body of a request: one JSON object in UTF-8.
   *
   * @throws BadRequestException if it is not that, or beyond the limits
   */
  static RequestFields parse(byte[] body, RequestLimits limits) {
    if (body.length > limits.maxBytes()) {
      throw BadRequestException.tooLarge(limits.maxBytes());
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      Object value = mapper(limits).readValue(text, Object.class);
      return of(value, "");
    } catch (CharacterCodingException notUtf8) {
      throw BadRequestException.of("", "UTF-8 is expected, the bytes are not that");
    } catch (StreamConstraintsException beyond) {
      throw BadRequestException.of(
          "",
          "JSON of at most %d levels is expected, it goes beyond a limit"
              .formatted(limits.maxDepth()));
    } catch (JsonProcessingException malformed) {
      throw BadRequestException.of("", "one JSON object is expected, the body is not that");
    }
  }

  private static JsonMapper mapper(RequestLimits limits) {
    JsonFactory factory = JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(limits.maxDepth())
            .maxStringLength(limits.maxBytes())
            .maxNameLength(MAX_NAME_LENGTH)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        // Names are whatever is sent: a table of them that is kept would be open to attack.
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  private static RequestFields of(@Nullable Object value, String path) {
    if (!(value instanceof Map<?, ?> object)) {
      throw BadRequestException.of(path, "is expected to be an object, but is " + kindOf(value));
    }
    return new RequestFields(object, path);
  }

  /** Returns the path of a field. */
  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Returns whether a field is there, {@code null} included. */
  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** Returns any JSON, or {@code null}. */
  @Nullable
  Object value(String name) {
    return fields.get(name);
  }

  @Nullable
  String text(String name) {
    return typed(name, String.class, "a string");
  }

  String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw missing(name, "a string");
    }
    return text;
  }

  @Nullable
  Boolean flag(String name) {
    return typed(name, Boolean.class, "a boolean");
  }

  @Nullable
  RequestFields object(String name) {
    Object value = value(name);
    return value == null ? null : of(value, path(name));
  }

  /** Returns a JSON object as it is, or {@code null}. */
  @Nullable
  @SuppressWarnings("unchecked") // keys of JSON are strings
  Map<String, Object> map(String name) {
    return typed(name, Map.class, "an object");
  }

  /** Returns the elements of a list of objects; an absent one is empty. */
  List<RequestFields> objects(String name) {
    List<?> list = typed(name, List.class, "an array");
    List<RequestFields> objects = new ArrayList<>();
    for (Object element : list == null ? List.of() : list) {
      objects.add(of(element, path(name) + "[" + objects.size() + "]"));
    }
    return objects;
  }

  /** Returns an id, or {@code null}. */
  <T> @Nullable T id(String name, Function<String, T> make) {
    String text = text(name);
    try {
      return text == null ? null : make.apply(text);
    } catch (IllegalArgumentException badLength) {
      throw BadRequestException.of(
          path(name), "is expected to be an id, but has %d characters".formatted(text.length()));
    }
  }

  <T> T requiredId(String name, Function<String, T> make) {
    T id = id(name, make);
    if (id == null) {
      throw missing(name, "an id");
    }
    return id;
  }

  /** Returns a constant by its name in a wire, such as {@code not-loaded}, or {@code null}. */
  <E extends Enum<E>> @Nullable E constant(String name, Class<E> type) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return constant;
      }
    }
    throw BadRequestException.of(
        path(name), "is expected to be one of %s, but is another text".formatted(namesOf(type)));
  }

  private static <E extends Enum<E>> String namesOf(Class<E> type) {
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return String.join(", ", names);
  }

  private <T> @Nullable T typed(String name, Class<T> type, String expected) {
    Object value = value(name);
    if (value != null && !type.isInstance(value)) {
      throw BadRequestException.of(
          path(name), "is expected to be %s, but is %s".formatted(expected, kindOf(value)));
    }
    return type.cast(value);
  }

  BadRequestException missing(String name, String expected) {
    return BadRequestException.of(path(name), "is missing, %s is expected".formatted(expected));
  }

  private static String kindOf(@Nullable Object value) {
    if (value == null) {
      return "null";
    } else if (value instanceof String) {
      return "a string";
    } else if (value instanceof Boolean) {
      return "a boolean";
    } else if (value instanceof Number) {
      return "a number";
    }
    return value instanceof List ? "an array" : "an object";
  }
}
