package dev.antiphon.spi.tool;

import static dev.antiphon.spi.tool.SilentCall.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tool.ApprovalPolicy;
import dev.antiphon.tool.InvalidArgumentsException;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolCall;
import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ToolMethodTest {

  enum Unit {
    CELSIUS,
    FAHRENHEIT
  }

  @Doc("one stop")
  record Stop(String name, List<Stop> next) {}

  record Note(int number, String text, @Nullable LocalDate due) {}

  /** What applications write. */
  static class Notes {

    @ToolMethod("Notes something down")
    Note add(
        @Doc("what to note") String text,
        Optional<LocalDate> due,
        @Doc("how important") @Nullable Unit unit,
        OptionalInt number) {
      return new Note(number.orElse(1), text + " " + unit, due.orElse(null));
    }

    @ToolMethod(value = "Deletes a note", name = "deleteNote", needsApproval = true)
    void delete(int number, ToolCall call) throws IOException {
      if (number == 0) {
        throw new IOException(call.toolName() + " found no note 0");
      }
    }

    @ToolMethod(value = "Plans a journey", idempotent = true)
    static String plan(Stop first, List<Stop> others, Map<String, Integer> seats) {
      return first + " " + others + " " + seats;
    }

    void notATool() {}
  }

  /** Says something else in one method, and takes one away. */
  static final class OtherNotes extends Notes {
    @Override
    @ToolMethod("Notes something down, in capitals")
    Note add(String text, Optional<LocalDate> due, @Nullable Unit unit, OptionalInt number) {
      return new Note(7, text, null);
    }

    @Override
    void delete(int number, ToolCall call) {}
  }

  /** Has two methods of one name. */
  static final class Twice {
    @ToolMethod("one")
    int same(int number) {
      return number;
    }

    @ToolMethod("two")
    String same(String text) {
      return text;
    }
  }

  private final JacksonJson json = new JacksonJson();
  private final List<Tool> tools = Tools.ofMethods(new Notes());

  @Test
  @DisplayName("TOOL-2: each annotated method is a tool, in the order of names, with what it says")
  void eachMethod() {
    assertThat(tools).extracting(Tool::name).containsExactly("add", "deleteNote", "plan");
    assertThat(tool("add").description()).isEqualTo("Notes something down");
    assertThat(tool("deleteNote").approval()).isSameAs(ApprovalPolicy.ALWAYS);
    assertThat(tool("add").approval()).isSameAs(ApprovalPolicy.NEVER);
    assertThat(tool("plan").isIdempotent()).isTrue();
    assertThat(tool("add").isIdempotent()).isFalse();
  }

  @Test
  @DisplayName("TOOL-2: the schema has the parameters and their words, not the call, nothing else")
  void schema() {
    assertThat(json.write(tool("add").parameters()))
        .isEqualTo("{\"type\":\"object\",\"properties\":{"
            + "\"text\":{\"type\":\"string\",\"description\":\"what to note\"},"
            + "\"due\":{\"anyOf\":[{\"type\":\"string\",\"format\":\"date\"},{\"type\":\"null\"}]},"
            + "\"unit\":{\"anyOf\":[{\"type\":\"string\",\"enum\":[\"CELSIUS\",\"FAHRENHEIT\"]},{\"type\":\"null\"}],"
            + "\"description\":\"how important\"},"
            + "\"number\":{\"anyOf\":[{\"type\":\"integer\",\"format\":\"int32\"},{\"type\":\"null\"}]}},"
            + "\"required\":[\"text\"],\"additionalProperties\":false}");
    assertThat(json.write(tool("deleteNote").parameters()))
        .isEqualTo("{\"type\":\"object\",\"properties\":{\"number\":{\"type\":\"integer\","
            + "\"format\":\"int32\"}},\"required\":[\"number\"],\"additionalProperties\":false}");
  }

  @Test
  @DisplayName("TOOL-2: records that contain themselves stand once, among the definitions")
  void recursiveSchema() throws Exception {
    Map<String, Object> stop = Map.of("name", "Aachen", "next", List.of());

    assertThat(json.write(tool("plan").parameters())).contains("\"$defs\":{\"Stop\":");
    assertThat(run(
            tool("plan"),
            Map.of("first", stop, "others", List.of(stop), "seats", Map.of("window", 2))))
        .isEqualTo("Stop[name=Aachen, next=[]] [Stop[name=Aachen, next=[]]] {window=2}");
  }

  @Test
  @DisplayName(
      "TOOL-5: the method gets the arguments as its types; what is left out is empty or null")
  void converts() throws Exception {
    assertThat(run(tool("add"), Map.of("text", "milk")))
        .isEqualTo(map("number", 1, "text", "milk null", "due", null));
    assertThat(run(
            tool("add"),
            Map.of("text", "milk", "due", "2026-01-31", "unit", "CELSIUS", "number", 3)))
        .isEqualTo(map("number", 3, "text", "milk CELSIUS", "due", "2026-01-31"));
    assertThat(run(tool("add"), map("text", "milk", "due", null, "number", null)))
        .isEqualTo(map("number", 1, "text", "milk null", "due", null));
  }

  @Test
  @DisplayName("TOOL-5: arguments that do not fit are refused before the method is called")
  void refuses() {
    assertRefused("add", Map.of(), "required property 'text' not found");
    assertRefused("add", Map.of("text", 7), "at /text: integer found, string expected");
    assertRefused("add", Map.of("text", "a", "x", 1), "property 'x' is not defined in the schema");
    assertRefused(
        "deleteNote",
        Map.of("number", 5_000_000_000L),
        "argument 'number': the value is of the wrong type or out of range");
  }

  @Test
  @DisplayName("TOOL-14, TOOL-17: nothing returned is null, an exception of the method is its own")
  void results() throws Exception {
    assertThat(run(tool("deleteNote"), Map.of("number", 1))).isNull();
    assertThatThrownBy(() -> run(tool("deleteNote"), Map.of("number", 0)))
        .isInstanceOf(IOException.class)
        .hasMessage("deleteNote found no note 0");
  }

  @Test
  @DisplayName("TOOL-2: methods of a class above count, unless they are overridden")
  void inheritance() throws Exception {
    List<Tool> others = Tools.ofMethods(new OtherNotes());

    assertThat(others).extracting(Tool::name).containsExactly("add", "plan");
    assertThat(others.get(0).description()).isEqualTo("Notes something down, in capitals");
    assertThat(run(others.get(0), Map.of("text", "milk")))
        .isEqualTo(map("number", 7, "text", "milk", "due", null));
  }

  @Test
  @DisplayName("TOOL-2: an object that cannot give tools is refused with what to do")
  void unfit() {
    assertThatThrownBy(() -> Tools.ofMethods("text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "java.lang.String has no method that is annotated with @ToolMethod. Annotate one.");
    assertThatThrownBy(() -> Tools.ofMethods(new Twice()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Two tool methods are named 'same': ")
        .hasMessageEndingWith("Give one another name, as in @ToolMethod(name = \"...\").");
  }

  private void assertRefused(String tool, Map<String, Object> arguments, String problem) {
    assertThatThrownBy(() -> run(tool(tool), arguments))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining(problem);
  }

  private Tool tool(String name) {
    return tools.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static Map<String, Object> map(@Nullable Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return map;
  }
}
