package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Json;
import dev.antiphon.port.JsonCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link JsonCodec} promises. Extend it and say how to make yours. */
@PortContract(JsonCodec.class)
public abstract class JsonCodecContract {

  private static final List<String> NO_JSON = List.of(
      "",
      " ",
      "nul",
      "TRUE",
      "'a'",
      "{a:1}",
      "{\"a\"}",
      "{\"a\":1,}",
      "{\"a\":1 \"b\":2}",
      "[1,]",
      "[1 2]",
      "[1",
      "{\"a\":1",
      "\"open",
      "\"\\x\"",
      "\"\\u12\"",
      "\"line\nbreak\"",
      "01",
      "+1",
      ".5",
      "1.",
      "1e",
      "-",
      "NaN",
      "Infinity",
      "1 2",
      "{}{}",
      "1 // said aside",
      "/* said aside */ 1");

  private JsonCodec codec;

  /** Makes the contract; {@link #codec} is called before each test. */
  @SuppressWarnings("NullAway.Init") // makeCodec() sets the codec before each test
  protected JsonCodecContract() {}

  /** Makes a codec. */
  protected abstract JsonCodec codec();

  @BeforeEach
  final void makeCodec() {
    codec = codec();
  }

  @Test
  @DisplayName("MSG-1: each kind of JSON is read as plain Java, object keys in their order")
  final void readsEachKind() {
    Object value = codec.parse(
        " {\"z\": [1, -2.5, true, false, null, \"text\", {}, []],\n\t\"a\": {\"b\": \"\"}} ");

    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    expected.put("z", Arrays.asList(1, -2.5, true, false, null, "text", Map.of(), List.of()));
    expected.put("a", Map.of("b", ""));
    assertThat(canonical(value)).isEqualTo(expected);
    assertThat(canonical(value)).asString().startsWith("{z=");
  }

  @Test
  @DisplayName("MSG-1, MSG-6: what is written is read back, every falsy value and odd text too")
  final void comesBack() {
    for (Object value : SampleMessages.jsonValues()) {
      assertComesBack(value);
      assertComesBack(Collections.singletonMap("key", value));
      assertComesBack(Collections.singletonList(value));
    }
    for (String text : SampleTexts.odd()) {
      assertComesBack(text);
      assertComesBack(Map.of(text, List.of(text)));
    }
  }

  @Test
  @DisplayName("MSG-1: numbers are read exactly, however long or small")
  final void numbers() {
    for (String number : List.of(
        "0",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "123456789012345678901234567890",
        "0.1",
        "1e300",
        "1E+400",
        "-1.5e-400",
        "0.1234567890123456789012345678901234567890")) {
      Object read = codec.parse(number);

      assertThat(read).as(number).isInstanceOf(Number.class);
      assertThat(new BigDecimal(String.valueOf(canonical(read))))
          .as(number)
          .isEqualByComparingTo(new BigDecimal(number));
    }
    assertComesBack(new BigInteger("-123456789012345678901234567890"));
  }

  @Test
  @DisplayName("MSG-12: JSON is written without white space, object keys in their order")
  final void writesCompact() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("z", Arrays.asList(1, null, "a b"));
    object.put("a", Map.of());

    assertThat(codec.write(object)).isEqualTo("{\"z\":[1,null,\"a b\"],\"a\":{}}");
    assertThat(codec.write(null)).isEqualTo("null");
  }

  @Test
  @DisplayName("TOOL-6: what is not exactly one JSON value is refused, and nothing else is thrown")
  final void refusesOtherText() {
    for (String text : NO_JSON) {
      assertThatThrownBy(() -> codec.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .isNotBlank();
    }
  }

  @Test
  @DisplayName("TOOL-6: a key that stands twice in one object is refused, in two objects it is not")
  final void refusesDoubleKeys() {
    for (String text : List.of("{\"a\":1,\"a\":1}", "[{\"b\":{\"a\":1,\"c\":2,\"\\u0061\":3}}]")) {
      assertThatThrownBy(() -> codec.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(codec.parse("{\"a\":{\"a\":1}}")).isNotNull();
  }

  @Test
  @DisplayName("TOOL-6: 200 levels are read; a hundred thousand are refused, not a stack overflow")
  final void depth() {
    String deep = "[".repeat(199) + "]".repeat(199);
    String bottomless = "[".repeat(100_000);

    assertThat(codec.write(codec.parse(deep))).isEqualTo(deep);
    assertThatThrownBy(() -> codec.parse(bottomless)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> codec.parse(bottomless.replace("[", "{\"a\":")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("TOOL-6: what is not JSON is not written as if it were")
  final void refusesOtherValues() {
    for (Object value : List.of(new Object(), Double.NaN, Double.POSITIVE_INFINITY)) {
      assertThatThrownBy(() -> codec.write(value))
          .as(value.toString())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("TOOL-7: eight threads use one codec at the same time")
  final void threads() throws Exception {
    List<Object> outcomes = Together.run(8, number -> () -> {
      List<Object> read = new ArrayList<>();
      for (int round = 0; round < 200; round++) {
        read.add(codec.parse(codec.write(Map.of("thread", number, "round", round))));
      }
      return canonical(read);
    });

    for (int number = 0; number < 8; number++) {
      assertThat(outcomes.get(number)).asString().startsWith("[{").contains("thread=" + number);
      assertThat(outcomes.get(number)).isInstanceOf(List.class);
    }
  }

  private void assertComesBack(@Nullable Object value) {
    String text = codec.write(value);
    assertThat(canonical(codec.parse(text))).as(text).isEqualTo(canonical(value));
  }

  /** Returns a value as the core keeps it: numbers in one form. */
  private static @Nullable Object canonical(@Nullable Object value) {
    return Json.copyOf(value, "value");
  }
}
