package dev.antiphon.spi.tool;

import static dev.antiphon.spi.tool.SilentCall.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tool.InvalidArgumentsException;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ToolsTest {

  enum Unit {
    CELSIUS,
    FAHRENHEIT
  }

  record Place(@Doc("city and state") String location, Unit unit) {}

  @Doc("one stop")
  record Stop(String name, List<Stop> next) {}

  record Everything(
      String text,
      int number,
      long big,
      double ratio,
      boolean on,
      LocalDate day,
      Optional<Integer> limit,
      @Nullable String note,
      List<String> tags,
      Map<String, Integer> counts,
      Stop stop) {}

  record Positive(int number) {
    Positive {
      if (number < 1) {
        throw new IllegalArgumentException("number is at least 1.");
      }
    }
  }

  record Forecast(String place, double degrees, Duration valid, Optional<String> warning) {}

  private final JacksonJson json = new JacksonJson();

  @Test
  @DisplayName("TOOL-2 the schema of a record has its components, their words, and nothing else")
  void schema() {
    Tool tool = Tools.typed("getWeather", "Weather", Place.class, (place, call) -> null);

    assertThat(json.write(tool.parameters()))
        .isEqualTo("{\"type\":\"object\",\"properties\":{"
            + "\"location\":{\"type\":\"string\",\"description\":\"city and state\"},"
            + "\"unit\":{\"type\":\"string\",\"enum\":[\"CELSIUS\",\"FAHRENHEIT\"]}},"
            + "\"required\":[\"location\",\"unit\"],\"additionalProperties\":false}");
  }

  @Test
  @DisplayName(
      "TOOL-2 optional and nullable components are not required, nested records are described")
  void schemaOfEverything() {
    Tool tool = Tools.typed("all", "", Everything.class, (all, call) -> null);

    assertThat(tool.parameters().get("required"))
        .isEqualTo(
            List.of("text", "number", "big", "ratio", "on", "day", "tags", "counts", "stop"));
    assertThat(json.write(tool.parameters()))
        .contains("\"limit\":{\"type\":[\"integer\",\"null\"]")
        .contains("\"note\":{\"type\":[\"string\",\"null\"]}")
        .contains("\"day\":{\"type\":\"string\",\"format\":\"date\"}")
        .contains("\"description\":\"one stop\"");
  }

  @Test
  @DisplayName("TOOL-5 the handler gets the arguments as the record")
  void converts() throws Exception {
    Tool tool = Tools.typed("all", "", Everything.class, (all, call) -> all.toString());
    Map<String, Object> arguments = arguments("""
        {"text":"t","number":1,"big":5000000000,"ratio":0.5,"on":true,"day":"2026-01-31",
         "limit":null,"tags":["a"],"counts":{"x":1},"stop":{"name":"s","next":[]}}
        """);

    Object result = run(tool, arguments);

    assertThat(result)
        .isEqualTo(new Everything(
                "t",
                1,
                5_000_000_000L,
                0.5,
                true,
                LocalDate.parse("2026-01-31"),
                Optional.empty(),
                null,
                List.of("a"),
                Map.of("x", 1),
                new Stop("s", List.of()))
            .toString());
  }

  @Test
  @DisplayName("TOOL-5 an optional component may be left out")
  void optional() throws Exception {
    record Limit(Optional<Integer> limit) {}
    Tool tool =
        Tools.typed("limit", "", Limit.class, (limit, call) -> limit.limit().isEmpty());

    assertThat(run(tool, Map.of())).isEqualTo(true);
    assertThat(run(tool, Map.of("limit", 3))).isEqualTo(false);
  }

  @Test
  @DisplayName("TOOL-5 each problem of the arguments is one sentence")
  void problems() {
    Tool tool = Tools.typed("getWeather", "", Place.class, (place, call) -> null);

    assertThatThrownBy(() ->
            tool.check().check("getWeather", Map.of("unit", "KELVIN", "city", "SF", "location", 1)))
        .asInstanceOf(type(InvalidArgumentsException.class))
        .satisfies(
            refused -> assertThat(refused.problems())
                .containsExactlyInAnyOrder(
                    "at /location: integer found, string expected",
                    "at /unit: does not have a value in the enumeration [\"CELSIUS\", \"FAHRENHEIT\"]",
                    "property 'city' is not defined in the schema and the schema does not allow additional properties"));
  }

  @Test
  @DisplayName("TOOL-5 what the record's constructor refuses is an invalid argument")
  void refusedByTheRecord() {
    Tool tool = Tools.typed("count", "", Positive.class, (positive, call) -> null);

    assertThatThrownBy(() -> tool.check().check("count", Map.of("number", 0)))
        .asInstanceOf(type(InvalidArgumentsException.class))
        .satisfies(
            refused -> assertThat(refused.problems()).containsExactly("number is at least 1"));
  }

  @Test
  @DisplayName("TOOL-5 a number that does not fit its type is an invalid argument")
  void outOfRange() {
    Tool tool = Tools.typed("count", "", Positive.class, (positive, call) -> null);

    assertThatThrownBy(() -> tool.check().check("count", Map.of("number", 5_000_000_000L)))
        .asInstanceOf(type(InvalidArgumentsException.class))
        .satisfies(refused -> assertThat(refused.problems())
            .containsExactly("at /number: the value is of the wrong type or out of range"));
  }

  @Test
  @DisplayName("TOOL-14 a record as result becomes JSON, a ToolResult stays what it is")
  void results() throws Exception {
    ToolResult error = ToolResult.error("closed");
    Tool forecast = Tools.typed(
        "f",
        "",
        Place.class,
        (place, call) ->
            new Forecast(place.location(), 20.5, Duration.ofHours(1), Optional.empty()));
    Tool refusing = Tools.json("r", "", Map.of("type", "object"), (arguments, call) -> error);
    Tool silent = Tools.typed("s", "", Place.class, (place, call) -> null);

    Object result = run(forecast, Map.of("location", "SF", "unit", "CELSIUS"));

    assertThat(json.write(result))
        .isEqualTo("{\"place\":\"SF\",\"degrees\":20.5,\"valid\":\"PT1H\",\"warning\":null}");
    assertThat(run(refusing, Map.of())).isSameAs(error);
    assertThat(run(silent, Map.of("location", "SF", "unit", "CELSIUS"))).isNull();
  }

  @Test
  @DisplayName("TOOL-6 a result that is not JSON is named with tool and class")
  void resultIsNotJson() {
    Tool tool = Tools.json("t", "", Map.of("type", "object"), (arguments, call) -> new Object());

    assertThatThrownBy(() -> run(tool, Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tool 't'")
        .hasMessageContaining("java.lang.Object");
  }

  @Test
  @DisplayName("TOOL-5 a JSON tool checks against its schema and gives the arguments as they are")
  void jsonTool() throws Exception {
    Tool tool = Tools.json(
        "t",
        "",
        Map.of("type", "object", "properties", Map.of("a", Map.of("type", "integer"))),
        (arguments, call) -> arguments);

    assertThat(run(tool, Map.of("a", 1))).isEqualTo(Map.of("a", 1));
    assertThatThrownBy(() -> run(tool, Map.of("a", "x")))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("at /a: string found, integer expected");
  }

  @Test
  @DisplayName("what is no JSON Schema is refused when the tool is made")
  void noSchema() {
    assertThatThrownBy(() -> new SchemaCheck(Map.of("type", 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at /type");
    assertThatThrownBy(() -> new SchemaCheck(Map.of("pattern", "[")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("a schema that refers to another document is refused, and nothing is fetched")
  void foreignReference() {
    for (String reference : List.of(
        "https://example.org/schema.json",
        "classpath:draft/2020-12/schema",
        "file:///etc/passwd")) {
      assertThatThrownBy(() -> new SchemaCheck(Map.of("$ref", reference)))
          .as(reference)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("a schema of an older draft is understood")
  void olderDraft() {
    SchemaCheck check = new SchemaCheck(
        Map.of("$schema", "http://json-schema.org/draft-07/schema#", "required", List.of("a")));

    assertThatThrownBy(() -> check.check("t", Map.of()))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("required property 'a' not found");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> arguments(String text) {
    return (Map<String, Object>) Objects.requireNonNull(json.parse(text));
  }

  @Test
  @DisplayName("TOOL-5: a type that the model names is data, never a class to make")
  void noDefaultTyping() throws Exception {
    record Anything(Object value, Map<String, Object> more) {}
    Tool tool = Tools.typed("t", "", Anything.class, (anything, call) -> anything.toString());
    Map<String, Object> gadget =
        Map.of("@class", "java.net.URL", "@type", "java.net.URL", "val", "http://example.org/");

    Object result = run(tool, Map.of("value", gadget, "more", Map.of("x", gadget)));

    assertThat(result).isEqualTo(new Anything(gadget, Map.of("x", gadget)).toString());
  }
}
