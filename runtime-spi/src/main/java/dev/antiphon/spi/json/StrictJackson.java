package dev.antiphon.spi.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.Writer;

/**
 * Jackson with limits, for reading and for writing alike: what is written can be read. A key that
 * stands twice in one object is refused.
 */
final class StrictJackson {

  /** The longest number, in characters. */
  static final int MAX_NUMBER_LENGTH = 1000;

  /**
   * How far the decimal point of a number may stand from its digits, so that no later calculation
   * with a short text becomes a long one.
   */
  static final int MAX_SCALE = 100_000;

  /** For values: 200 levels, strings of 20,000,000 characters, texts of 100,000,000. */
  static final StrictJackson VALUES = new StrictJackson(200, 20_000_000, 100_000_000);

  /**
   * For messages: values of 200 levels stand inside of nested messages, and an attachment of 20 MiB
   * has 28,000,000 characters as base64.
   */
  static final StrictJackson MESSAGES = new StrictJackson(1000, 40_000_000, 500_000_000);

  private final int maxDepth;
  private final int maxStringLength;
  private final int maxLength;
  private final JsonFactory factory;

  StrictJackson(int maxDepth, int maxStringLength, int maxLength) {
    this.maxDepth = maxDepth;
    this.maxStringLength = maxStringLength;
    this.maxLength = maxLength;
    this.factory = JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(maxDepth)
            .maxStringLength(maxStringLength)
            .maxNameLength(maxStringLength)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .build())
        .streamWriteConstraints(
            StreamWriteConstraints.builder().maxNestingDepth(maxDepth).build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        // Keys are whatever a model writes: a table of them that is kept would be open to attack.
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }

  JsonParser parser(String json) throws IOException {
    if (json.length() > maxLength) {
      throw new StreamConstraintsException("text too long");
    }
    return factory.createParser(SurrogateEscapes.decoded(json));
  }

  JsonGenerator generator(Writer target) throws IOException {
    return factory.createGenerator(target);
  }

  int maxStringLength() {
    return maxStringLength;
  }

  int maxLength() {
    return maxLength;
  }

  /** Returns the limits in words. */
  String limits() {
    return "%d levels, %d characters in all, %d in a string, %d in a number, a decimal point within %d places"
        .formatted(maxDepth, maxLength, maxStringLength, MAX_NUMBER_LENGTH, MAX_SCALE);
  }
}
