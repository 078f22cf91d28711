package dev.antiphon.spi.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON text: well-formed, since NUL and lone surrogates are escaped, and within the
 * limits of what can be read back. For one call; every method throws
 * {@link StreamConstraintsException} beyond a limit.
 */
final class JsonSink {

  private static final int MAX_NUMBER_BITS = StrictJackson.MAX_NUMBER_LENGTH * 10 / 3;

  private final StrictJackson jackson;
  private final StringWriter text = new StringWriter(256);
  private final JsonGenerator generator;

  JsonSink(StrictJackson jackson) throws IOException {
    this.jackson = jackson;
    this.generator = jackson.generator(text);
  }

  /** Returns the text, complete. */
  String finish() throws IOException {
    generator.close();
    return text.toString();
  }

  void beginObject() throws IOException {
    generator.writeStartObject();
  }

  /** Writes the name of a field; its value is to follow. */
  void name(String name) throws IOException {
    generator.writeFieldName(name);
  }

  void beginObject(String name) throws IOException {
    generator.writeFieldName(name);
    generator.writeStartObject();
  }

  void endObject() throws IOException {
    generator.writeEndObject();
  }

  void beginArray(String name) throws IOException {
    generator.writeFieldName(name);
    generator.writeStartArray();
  }

  void endArray() throws IOException {
    generator.writeEndArray();
  }

  /** Writes a field with a text, or nothing for {@code null}. */
  void string(String name, @Nullable String value) throws IOException {
    if (value != null) {
      generator.writeFieldName(name);
      string(value);
    }
  }

  /** Writes a field with a whole number, or nothing for {@code null}. */
  void number(String name, @Nullable Long value) throws IOException {
    if (value != null) {
      generator.writeNumberField(name, value);
    }
  }

  /** Writes a field with true or false, or nothing for {@code null}. */
  void bool(String name, @Nullable Boolean value) throws IOException {
    if (value != null) {
      generator.writeBooleanField(name, value);
    }
  }

  /** Writes a field with true, or nothing for false. */
  void flag(String name, boolean value) throws IOException {
    if (value) {
      generator.writeBooleanField(name, true);
    }
  }

  /** Writes a field with a point in time as text, or nothing for {@code null}. */
  void instant(String name, @Nullable Instant value) throws IOException {
    string(name, value == null ? null : value.toString());
  }

  /** Writes a field with an object, or nothing for {@code null}. */
  void object(String name, @Nullable Map<String, Object> value) throws IOException {
    if (value != null) {
      field(name, value);
    }
  }

  /** Writes a field with any JSON, {@code null} included. */
  void field(String name, @Nullable Object value) throws IOException {
    fieldName(name);
    value(value);
  }

  /** Writes any JSON. */
  void value(@Nullable Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof String string) {
      string(string);
    } else if (value instanceof Boolean bool) {
      generator.writeBoolean(bool);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getKey() instanceof String key)) {
          throw new IllegalArgumentException("JSON has string keys only, but a map has another.");
        }
        field(key, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        value(element);
      }
      generator.writeEndArray();
    } else {
      throw notJson(value.getClass().getName());
    }
  }

  private void number(Number number) throws IOException {
    if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
      generator.writeNumber(number.intValue());
    } else if (number instanceof Long whole) {
      generator.writeNumber(whole);
    } else if (number instanceof Double || number instanceof Float) {
      if (!Double.isFinite(number.doubleValue())) {
        throw notJson(number.toString());
      }
      generator.writeNumber(number.toString());
    } else if (number instanceof BigInteger whole) {
      if (whole.bitLength() > MAX_NUMBER_BITS) {
        throw new StreamConstraintsException("number too long");
      }
      digits(whole.toString());
    } else if (number instanceof BigDecimal decimal) {
      if (decimal.precision() > StrictJackson.MAX_NUMBER_LENGTH
          || Math.abs((long) decimal.scale()) > StrictJackson.MAX_SCALE) {
        throw new StreamConstraintsException("number out of bounds");
      }
      String digits = decimal.toString();
      // Without a point or an exponent it would come back as a whole number.
      digits(digits.indexOf('.') < 0 && digits.indexOf('E') < 0 ? digits + ".0" : digits);
    } else {
      throw notJson(number.getClass().getName());
    }
  }

  private void digits(String digits) throws IOException {
    if (digits.length() > StrictJackson.MAX_NUMBER_LENGTH) {
      throw new StreamConstraintsException("number too long");
    }
    generator.writeNumber(digits);
  }

  private void string(String value) throws IOException {
    check(value);
    if (SurrogateEscapes.isWellFormed(value)) {
      generator.writeString(value);
    } else {
      generator.setCharacterEscapes(SurrogateEscapes.INSTANCE);
      generator.writeString(value);
      generator.setCharacterEscapes(null);
    }
  }

  private void fieldName(String name) throws IOException {
    check(name);
    if (SurrogateEscapes.isWellFormed(name)) {
      generator.writeFieldName(name);
    } else {
      generator.setCharacterEscapes(SurrogateEscapes.INSTANCE);
      generator.writeFieldName(name);
      generator.setCharacterEscapes(null);
    }
  }

  private void check(String value) throws StreamConstraintsException {
    if (value.length() > jackson.maxStringLength()) {
      throw new StreamConstraintsException("string too long");
    }
  }

  private static IllegalArgumentException notJson(String what) {
    return new IllegalArgumentException(
        "JSON is null, Boolean, Number, String, List and Map, but a value is %s.".formatted(what));
  }
}
