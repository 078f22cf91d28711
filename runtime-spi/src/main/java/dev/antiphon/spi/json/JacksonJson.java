package dev.antiphon.spi.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.antiphon.port.JsonCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON with Jackson, within limits: 200 levels, strings of 20,000,000 characters,
 * numbers of 1000 characters, texts of 100,000,000.
 *
 * <p><b>Promise.</b> Whole numbers come as {@code Integer}, {@code Long} or {@code BigInteger}, all
 * others exactly. What {@link #write} gives is well-formed text without NUL: lone surrogates and
 * NUL are written as JSON escapes, and {@link #parse} brings them back. No exception carries a part
 * of the text.
 *
 * <p><b>Threads.</b> Immutable, safe to share.
 */
public final class JacksonJson implements JsonCodec {

  /** Makes a codec; all are alike. */
  public JacksonJson() {}

  @Override
  public @Nullable Object parse(String text) {
    requireNonNull(text, "text");
    try (JsonParser parser = StrictJackson.VALUES.parser(text)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException("Expected one JSON value, but the text is blank.");
      }
      Object value = JsonValues.read(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("Expected one JSON value, but more text follows at %s."
            .formatted(place(parser.currentTokenLocation())));
      }
      return value;
    } catch (StreamConstraintsException beyond) {
      throw new IllegalArgumentException("The JSON text goes beyond a limit at %s. Allowed are %s."
          .formatted(place(beyond.getLocation()), StrictJackson.VALUES.limits()));
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          "Expected one JSON value without a key twice in an object, but the text is not that at %s."
              .formatted(place(malformed.getLocation())));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Writes a JSON value without white space, object keys in their order.
   *
   * @param value null, Boolean, Number, String, List or Map
   * @throws IllegalArgumentException if the value is not JSON, or could not be read again within
   *     the limits
   */
  @Override
  public String write(@Nullable Object value) {
    try {
      return compact(value);
    } catch (JsonProcessingException beyond) {
      throw new IllegalArgumentException("The value goes beyond a limit. Allowed are %s."
          .formatted(StrictJackson.VALUES.limits()));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** Returns a value without white space. */
  static String compact(@Nullable Object value) throws IOException {
    JsonSink sink = new JsonSink(StrictJackson.VALUES);
    sink.value(value);
    return sink.finish();
  }

  /** Returns a location in words, without the text that stands there. */
  static String place(@Nullable JsonLocation location) {
    return location == null
        ? "an unknown place"
        : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
