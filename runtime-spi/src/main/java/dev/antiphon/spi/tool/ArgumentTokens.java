package dev.antiphon.spi.tool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.async.NonBlockingInputFeeder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The parser that is fed: hands every token of the text to the values, each byte once. */
final class ArgumentTokens {

  /** The limits of {@code JacksonJson}, so that both read the same texts. */
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(200)
          .maxStringLength(20_000_000)
          .maxNameLength(20_000_000)
          .maxNumberLength(1000)
          .build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
      // Keys are whatever a model writes: a table of them that is kept would be open to attack.
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .build();

  private final JsonParser parser;
  private final ByteArrayFeeder feeder;
  private final ArgumentValues values;

  ArgumentTokens(ArgumentValues values) throws IOException {
    this.values = values;
    this.parser = FACTORY.createNonBlockingByteArrayParser();
    NonBlockingInputFeeder input = parser.getNonBlockingInputFeeder();
    this.feeder = (ByteArrayFeeder) input;
  }

  void feed(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0) {
      feeder.feedInput(bytes, 0, bytes.length);
      drain();
    }
  }

  /** Says that no more comes; an object still open is an error then. */
  void end() throws IOException {
    feeder.endOfInput();
    drain();
  }

  void close() throws IOException {
    parser.close();
  }

  private void drain() throws IOException {
    JsonToken token = parser.nextToken();
    while (token != null && token != JsonToken.NOT_AVAILABLE) {
      values.take(token, parser);
      token = parser.nextToken();
    }
  }
}
