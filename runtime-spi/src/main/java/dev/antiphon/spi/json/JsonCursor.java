package dev.antiphon.spi.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.antiphon.message.Status;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a JSON text of known shape and knows where it is. For one call.
 *
 * <p>The path names only fields that were asked for, since any other name is content. That is why a
 * field counts as entered when its value is read, not when its name is.
 */
final class JsonCursor {

  private final JsonParser parser;
  private final Deque<String> outer = new ArrayDeque<>();

  /** What the path gains by the value that is read next. */
  private String segment;

  /** What the path has gained by the value that is or was just read. */
  private String here = "";

  private boolean isAtValue;
  private String name = "";

  JsonCursor(JsonParser parser, String path) {
    this.parser = parser;
    this.segment = path;
  }

  /** Returns the path of the value that is or was just read. */
  String path() {
    StringBuilder path = new StringBuilder();
    for (Iterator<String> segments = outer.descendingIterator(); segments.hasNext(); ) {
      path.append(segments.next());
    }
    path.append(here);
    return path.length() > 0 && path.charAt(0) == '.' ? path.substring(1) : path.toString();
  }

  void beginObject() throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    enter();
  }

  /** Goes to the next field and returns true, or leaves the object and returns false. */
  boolean nextField() throws IOException {
    here = "";
    if (parser.nextToken() == JsonToken.END_OBJECT) {
      leave();
      return false;
    }
    name = parser.currentName();
    segment = "." + name;
    return true;
  }

  /** Returns the name of the current field. */
  String name() {
    return name;
  }

  void beginArray() throws IOException {
    expect(JsonToken.START_ARRAY, "an array");
    enter();
  }

  /** Goes to the next element and returns true, or leaves the array and returns false. */
  boolean nextElement(int index) throws IOException {
    here = "";
    if (parser.nextToken() == JsonToken.END_ARRAY) {
      leave();
      return false;
    }
    segment = "[" + index + "]";
    isAtValue = true;
    return true;
  }

  String string() throws IOException {
    expect(JsonToken.VALUE_STRING, "a string");
    return parser.getText();
  }

  boolean bool() throws IOException {
    JsonToken token = token();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw expected("true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  /** Returns whether the next value is a string; it is still to be read. */
  boolean isString() throws IOException {
    JsonToken token = token();
    isAtValue = true;
    return token == JsonToken.VALUE_STRING;
  }

  long integer() throws IOException {
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw expected("a whole number of 64 bits");
    }
    return parser.getLongValue();
  }

  double number() throws IOException {
    JsonToken token = token();
    if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
      throw expected("a number");
    }
    return parser.getDoubleValue();
  }

  Instant instant() throws IOException {
    String text = string();
    try {
      return Instant.parse(text);
    } catch (DateTimeException notATime) {
      throw problem("expected a time such as 2026-01-31T12:00:00.000Z, found another string");
    }
  }

  <E extends Enum<E>> E oneOf(Class<E> type) throws IOException {
    E constant = constant(type, string());
    if (constant == null) {
      throw problem(Stream.of(type.getEnumConstants())
          .map(Status::jsonName)
          .collect(Collectors.joining(", ", "expected one of ", ", found another string")));
    }
    return constant;
  }

  static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable String jsonName) {
    for (E constant : type.getEnumConstants()) {
      if (Status.jsonName(constant).equals(jsonName)) {
        return constant;
      }
    }
    return null;
  }

  Map<String, Object> object() throws IOException {
    expect(JsonToken.START_OBJECT, "an object");
    return JsonValues.object(parser);
  }

  @Nullable
  Object value() throws IOException {
    token();
    return JsonValues.read(parser);
  }

  /** Reads the value of a field whose name may be content. */
  @Nullable
  Object anonymousValue() throws IOException {
    segment = "";
    return value();
  }

  List<?> values() throws IOException {
    expect(JsonToken.START_ARRAY, "an array");
    return JsonValues.array(parser);
  }

  /** Checks that nothing follows. */
  void end() throws IOException {
    if (parser.nextToken() != null) {
      throw problem("expected the end of the text, found more");
    }
  }

  <T> T required(@Nullable T value, String field) {
    if (value == null) {
      throw problem("expected the field '%s', found none".formatted(field));
    }
    return value;
  }

  MessageFormatException unknownField() {
    return problem("found a field that this form does not have");
  }

  MessageFormatException problem(String problem) {
    return MessageFormatException.at(path(), JacksonJson.place(parser.currentLocation()), problem);
  }

  private JsonToken token() throws IOException {
    here = segment;
    JsonToken token = isAtValue ? parser.currentToken() : parser.nextToken();
    isAtValue = false;
    if (token == null) {
      throw problem("expected a message, found the end of the text");
    }
    return token;
  }

  private void expect(JsonToken token, String what) throws IOException {
    if (token() != token) {
      throw expected(what);
    }
  }

  private MessageFormatException expected(String what) {
    return problem("expected %s, found %s".formatted(what, kind(parser.currentToken())));
  }

  private static String kind(@Nullable JsonToken token) {
    if (token == null) {
      return "the end of the text";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      default -> "something else";
    };
  }

  private void enter() {
    outer.push(here);
    here = "";
    segment = "";
  }

  private void leave() {
    here = outer.pop();
    segment = here;
  }
}
