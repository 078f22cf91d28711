package dev.antiphon.spi.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
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

  /** Present inside of a message that has some, since to follow every field costs. */
  private @Nullable UnknownFields unknown;

  JsonSink(StrictJackson jackson) throws IOException {
    this.jackson = jackson;
    this.generator = jackson.generator(text);
  }

  /** Returns the text, complete. */
  String finish() throws IOException {
    generator.close();
    if (text.getBuffer().length() > jackson.maxLength()) {
      throw new StreamConstraintsException("text too long");
    }
    return text.toString();
  }

  void beginObject() throws IOException {
    generator.writeStartObject();
    if (unknown != null) {
      unknown.begin();
    }
  }

  /** Writes the name of a field; its value is to follow. */
  void name(String name) throws IOException {
    generator.writeFieldName(name);
    if (unknown != null) {
      unknown.field(name);
    }
  }

  void beginObject(String name) throws IOException {
    name(name);
    beginObject();
  }

  /** Writes what else belongs to the object, and ends it. */
  void endObject() throws IOException {
    if (unknown != null) {
      endWithUnknown(unknown);
    }
    generator.writeEndObject();
  }

  void beginArray(String name) throws IOException {
    name(name);
    generator.writeStartArray();
    if (unknown != null) {
      unknown.begin();
      unknown.asArray();
    }
  }

  void endArray() throws IOException {
    generator.writeEndArray();
    if (unknown != null) {
      unknown.end();
    }
  }

  /** Takes the object that was just begun as a message with these fields that are not known. */
  void beginMessage(Map<String, Object> unknownFields) {
    if (unknown != null) {
      unknown.beginMessage(unknownFields);
    } else if (!unknownFields.isEmpty()) {
      unknown = new UnknownFields(unknownFields);
    }
  }

  private void endWithUnknown(UnknownFields followed) throws IOException {
    Map<?, ?> leftOver = followed.leftOver();
    if (leftOver != null) {
      for (Map.Entry<?, ?> field : leftOver.entrySet()) {
        if (!followed.isWritten(field.getKey())) {
          write(String.valueOf(field.getKey()), field.getValue());
        }
      }
    }
    if (followed.end()) {
      unknown = null;
    }
  }

  /** Writes a field with a text, or nothing for {@code null}. */
  void string(String name, @Nullable String value) throws IOException {
    if (value != null) {
      name(name);
      writeString(value);
    }
  }

  /** Writes a field with a whole number, or nothing for {@code null}. */
  void number(String name, @Nullable Long value) throws IOException {
    if (value != null) {
      name(name);
      generator.writeNumber(value);
    }
  }

  /** Writes a field with true or false, or nothing for {@code null}. */
  void bool(String name, @Nullable Boolean value) throws IOException {
    if (value != null) {
      name(name);
      generator.writeBoolean(value);
    }
  }

  /** Writes a field with true, or nothing for false. */
  void flag(String name, boolean value) throws IOException {
    if (value) {
      bool(name, true);
    }
  }

  /** Writes a field with an object, or nothing for {@code null}. */
  void object(String name, @Nullable Map<String, Object> value) throws IOException {
    if (value != null) {
      field(name, value);
    }
  }

  /** Writes a field with any JSON, {@code null} included. */
  void field(String name, @Nullable Object value) throws IOException {
    name(name);
    write(value);
  }

  /** Writes any JSON as the next element of an array, or as the whole text. */
  void value(@Nullable Object value) throws IOException {
    write(value);
    if (unknown != null) {
      unknown.element();
    }
  }

  private void write(@Nullable Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof String string) {
      writeString(string);
    } else if (value instanceof Boolean bool) {
      generator.writeBoolean(bool);
    } else if (value instanceof Number number) {
      writeNumber(number);
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!(entry.getKey() instanceof String key)) {
          throw new IllegalArgumentException("JSON has string keys only, but a map has another.");
        }
        write(key, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        write(element);
      }
      generator.writeEndArray();
    } else {
      throw notJson(value.getClass().getName());
    }
  }

  /** Writes a field whose name is content. */
  private void write(String name, @Nullable Object value) throws IOException {
    check(name);
    if (SurrogateEscapes.isWellFormed(name)) {
      generator.writeFieldName(name);
    } else {
      generator.setCharacterEscapes(SurrogateEscapes.INSTANCE);
      generator.writeFieldName(name);
      generator.setCharacterEscapes(null);
    }
    write(value);
  }

  private void writeNumber(Number number) throws IOException {
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
      writeDigits(whole.toString());
    } else if (number instanceof BigDecimal decimal) {
      if (decimal.precision() > StrictJackson.MAX_NUMBER_LENGTH
          || Math.abs((long) decimal.scale()) > StrictJackson.MAX_SCALE) {
        throw new StreamConstraintsException("number out of bounds");
      }
      String digits = decimal.toString();
      // Without a point or an exponent it would come back as a whole number.
      writeDigits(digits.indexOf('.') < 0 && digits.indexOf('E') < 0 ? digits + ".0" : digits);
    } else {
      throw notJson(number.getClass().getName());
    }
  }

  private void writeDigits(String digits) throws IOException {
    if (digits.length() > StrictJackson.MAX_NUMBER_LENGTH) {
      throw new StreamConstraintsException("number too long");
    }
    generator.writeNumber(digits);
  }

  private void writeString(String value) throws IOException {
    check(value);
    if (SurrogateEscapes.isWellFormed(value)) {
      generator.writeString(value);
    } else {
      generator.setCharacterEscapes(SurrogateEscapes.INSTANCE);
      generator.writeString(value);
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
