package dev.antiphon.spi.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonJsonTest {

  private final JacksonJson json = new JacksonJson();

  @Test
  @DisplayName("MSG-1 each kind of JSON comes as plain Java, object keys in their order")
  void parses() {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("b", Arrays.asList(null, true, false, "", 0));
    expected.put("a", Map.of());

    Object parsed = json.parse(" {\"b\":[null,true,false,\"\",0],\"a\":{}} ");

    assertThat(parsed).isEqualTo(expected);
    assertThat(json.write(parsed)).startsWith("{\"b\":").endsWith(",\"a\":{}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "2147483648",
        "-9223372036854775808",
        "9223372036854775808",
        "0.1",
        "0.0",
        "-0.0",
        "5.0",
        "1.0E300",
        "1E+400",
        "0.1000000000000000055511151231257827",
        "1152921504606846977.0",
      })
  @DisplayName("MSG-1 a number is read exactly and is canonical for the core")
  void numbers(String text) {
    Object copied = Json.copyOf(json.parse(text), "value");

    assertThat(json.write(copied)).isEqualTo(text);
    assertThat(Json.copyOf(json.parse(json.write(copied)), "value")).isEqualTo(copied);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("MSG-1 any JSON comes back equal")
  void roundTrip(long seed) {
    RandomMessages random = new RandomMessages(seed);
    for (int i = 0; i < 1000; i++) {
      Object value = Json.copyOf(random.json(5), "value");

      String text = json.write(value);

      assertThat(Json.copyOf(json.parse(text), "value")).as(text).isEqualTo(value);
    }
  }

  @Test
  @DisplayName("lone surrogates and NUL are written as escapes, in keys too, and come back")
  void escapes() {
    Map<String, Object> value = Map.of("\uDE00", "a\uD83Db\u0000\uD83D\uDE00");

    String text = json.write(value);

    assertThat(text).isEqualTo("{\"\\uDE00\":\"a\\uD83Db\\u0000\\uD83D\\uDE00\"}");
    assertThat(json.parse(text)).isEqualTo(value);
    assertThat(json.write("\uD83D\uDE00")).isEqualTo("\"\uD83D\uDE00\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "canary",
        "{\"canary\":canary}",
        "\"canary",
        "[1,]",
        "{\"canary\":1,\"canary\":2}",
        "1 \"canary\"",
        "NaN",
        "1e99999999999",
        "1e100001",
        "'canary'",
        "// canary\n1",
      })
  @DisplayName("what is not exactly one JSON value is refused without a word of it")
  void refused(String text) {
    assertThatThrownBy(() -> json.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .message()
        .doesNotContain("canary");
  }

  @Test
  @DisplayName("a refusal says the line and the column")
  void saysWhere() {
    assertThatThrownBy(() -> json.parse("{\n  \"a\": x}")).hasMessageContaining("line 2, column 8");
  }

  @Test
  @DisplayName("200 levels are read and written, 201 are not")
  void depth() {
    String deep = "[".repeat(200) + "]".repeat(200);

    assertThat(json.write(json.parse(deep))).isEqualTo(deep);
    assertThatThrownBy(() -> json.parse("[" + deep + "]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200 levels");
    assertThatThrownBy(() -> json.write(Arrays.asList(json.parse(deep))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200 levels");
  }

  @Test
  @DisplayName("a number of 1000 characters is read and written, a longer one is not")
  void longNumbers() {
    String digits = "1".repeat(1000);

    assertThat(json.write(json.parse(digits))).isEqualTo(digits);
    assertThatThrownBy(() -> json.parse(digits + "1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> json.write(new BigInteger(digits + "1")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> json.write(new BigDecimal("1E+100001")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("a string of more than 20,000,000 characters is neither read nor written")
  void longStrings() {
    String tooLong = "x".repeat(20_000_001);

    assertThatThrownBy(() -> json.parse("\"" + tooLong + "\""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> json.write(tooLong)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("what is not JSON is not written, nor is a value that contains itself")
  void notJson() {
    List<Object> cycle = new ArrayList<>();
    cycle.add(cycle);

    assertThatThrownBy(() -> json.write(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> json.write(new Object())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> json.write(Map.of(1, 2))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> json.write(cycle)).isInstanceOf(IllegalArgumentException.class);
  }
}
