package dev.antiphon.spi.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON of any shape as plain Java; whole numbers in the smallest type, others exactly. */
final class JsonValues {

  private JsonValues() {}

  /** Reads the value whose first token is the current one; its last token is current afterwards. */
  static @Nullable Object read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IllegalStateException("No value starts with " + parser.currentToken());
    };
  }

  static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      object.put(key, read(parser));
    }
    return object;
  }

  static List<Object> array(JsonParser parser) throws IOException {
    List<Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser));
    }
    return array;
  }

  private static Number decimal(JsonParser parser) throws IOException {
    BigDecimal decimal;
    try {
      decimal = parser.getDecimalValue();
    } catch (NumberFormatException | ArithmeticException beyond) {
      throw new StreamConstraintsException("exponent out of bounds", parser.currentLocation());
    }
    if (decimal.signum() == 0) {
      return parser.getText().startsWith("-") ? -0.0 : 0.0;
    }
    if (Math.abs((long) decimal.scale()) > StrictJackson.MAX_SCALE) {
      throw new StreamConstraintsException("exponent out of bounds", parser.currentLocation());
    }
    return decimal;
  }
}
