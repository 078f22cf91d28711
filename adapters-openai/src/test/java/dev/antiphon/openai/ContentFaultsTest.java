package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.DONE;
import static dev.antiphon.openai.Chunks.arguments;
import static dev.antiphon.openai.Chunks.call;
import static dev.antiphon.openai.Chunks.calls;
import static dev.antiphon.openai.Chunks.delta;
import static dev.antiphon.openai.Chunks.finish;
import static dev.antiphon.openai.Chunks.role;
import static dev.antiphon.openai.Chunks.says;
import static dev.antiphon.openai.Chunks.sends;
import static dev.antiphon.openai.Chunks.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.runtime.RuntimeOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One test for each way in which what a model writes is not as it should be. */
class ContentFaultsTest {

  @Test
  @DisplayName("M19: empty ids, pieces without function, empty and odd chunks are tolerated")
  void tolerated() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(
            "{\"choices\":[],\"prompt_filter_results\":[]}",
            "{\"choices\":[{\"index\":0,\"delta\":null,\"finish_reason\":null}]}",
            toolCalls("{\"index\":0}"),
            toolCalls(
                "{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"rm\",\"arguments\":null}}"),
            toolCalls(
                "{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"\",\"arguments\":\"{}\"}}"),
            toolCalls("{\"index\":0,\"id\":null,\"function\":{}}"),
            finish("tool_calls"),
            DONE),
        says("Done."))) {
      Message reply = world.ask("Question");

      assertThat(reply.text()).isEqualTo("Done.");
      assertThat(world.executions).containsExactly(Map.of());
      assertThat(reply.toolCalls())
          .singleElement()
          .satisfies(call -> assertThat(call.toolCallId().value()).isNotBlank());
    }
  }

  @Test
  @DisplayName("M20: two calls on one index are two calls")
  void oneIndex() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(
            call(0, "c1", "rm", "{\"x\""),
            arguments(0, ":1}"),
            call(0, "c2", "rm", "{\"y\""),
            arguments(0, ":2}"),
            finish("tool_calls"),
            DONE),
        says("Done."))) {
      world.ask("Question");

      assertThat(world.executions).containsExactlyInAnyOrder(Map.of("x", 1), Map.of("y", 2));
    }
  }

  @Test
  @DisplayName("M20: calls whose pieces come by turns are put together right")
  void byTurns() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(
            call(0, "c1", "rm", "{\"x\""),
            call(1, "c2", "rm", "{\"y\""),
            arguments(0, ":1"),
            arguments(1, ":2"),
            arguments(0, "}"),
            arguments(1, "}"),
            finish("tool_calls"),
            DONE),
        says("Done."))) {
      world.ask("Question");

      assertThat(world.executions).containsExactlyInAnyOrder(Map.of("x", 1), Map.of("y", 2));
    }
  }

  @Test
  @DisplayName("M20: an id and name that are repeated in each piece are one call")
  void repeatedId() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(
            call(0, "c1", "rm", ""),
            call(0, "c1", "rm", "{\"x\""),
            call(0, "c1", "rm", ":1}"),
            finish("tool_calls"),
            DONE),
        says("Done."))) {
      Message reply = world.ask("Question");

      assertThat(world.executions).containsExactly(Map.of("x", 1));
      assertThat(reply.toolCalls()).hasSize(1);
    }
  }

  @Test
  @DisplayName("M21, REPLY-4: two calls with one id get two ids, and their own results")
  void duplicateIds() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(
            call(0, "c1", "rm", "{\"x\":1}"),
            call(1, "c1", "rm", "{\"x\":2}"),
            finish("tool_calls"),
            DONE),
        calls("c1", "rm", "{\"x\":3}"),
        says("Done."))) {
      Message reply = world.ask("Question");

      assertThat(world.executions)
          .containsExactlyInAnyOrder(Map.of("x", 1), Map.of("x", 2), Map.of("x", 3));
      assertThat(reply.toolCalls()).hasSize(3).allMatch(ToolCallPart::hasResult);
      assertThat(reply.toolCalls()).extracting(ToolCallPart::toolCallId).doesNotHaveDuplicates();
      RequestCheck.assertValid(world.server.lastRequest());
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"{\"path\":\"/tmp", "[1]", "\"text\"", "{} and more", "{\"a\":1,\"a\":2}", "rm -r"
      })
  @DisplayName("M22, TOOL-6: arguments that are no JSON object run nothing; the model is told")
  void invalidArguments(String arguments) throws Exception {
    try (ModelWorld world = ModelWorld.of(calls("c1", "rm", arguments), says("Sorry."))) {
      Message reply = world.ask("Question");

      assertThat(world.executions).isEmpty();
      assertThat(reply.toolCalls()).singleElement().matches(ToolCallPart::isError);
      assertThat(world.server.lastRequest().body()).contains("\"role\" : \"tool\"");
      RequestCheck.assertValid(world.server.lastRequest());
    }
  }

  @Test
  @DisplayName("M22: arguments that are sent as an object are read like those sent as text")
  void objectArguments() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(
            toolCalls(
                "{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"rm\",\"arguments\":{\"x\":1}}}"),
            finish("tool_calls"),
            DONE),
        says("Done."))) {
      world.ask("Question");

      assertThat(world.executions).containsExactly(Map.of("x", 1));
    }
  }

  @Test
  @DisplayName("M23, TOOL-6: a tool that nobody knows is an error result that goes back")
  void unknownTool() throws Exception {
    try (ModelWorld world = ModelWorld.of(calls("c1", "format_disk", "{}"), says("Sorry."))) {
      Message reply = world.ask("Question");

      assertThat(reply.text()).isEqualTo("Sorry.");
      assertThat(world.executions).isEmpty();
      assertThat(world.server.lastRequest().body()).contains("format_disk").contains("rm");
    }
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "stop, complete/stop",
    "length, incomplete/length",
    "content_filter, incomplete/content-filter",
    "eos_token, complete/unknown",
    "insufficient_system_resource, complete/unknown",
  })
  @DisplayName("M24, CONT-2, CONT-7: a finish reason, known or not, is a status and is kept")
  void finishReasons(String reason, String status) throws Exception {
    try (ModelWorld world = ModelWorld.of(sends(role(), text("Text"), finish(reason), DONE))) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo(status);
      assertThat(reply.metadata().steps())
          .singleElement()
          .satisfies(step -> assertThat(step.finishReason()).isEqualTo(reason));
    }
  }

  @Test
  @DisplayName("M24, TOOL-4: calls of a reply that was cut at its length are not executed")
  void cutCalls() throws Exception {
    try (ModelWorld world =
        ModelWorld.of(sends(call(0, "c1", "rm", "{\"x\":1}"), finish("length"), DONE))) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo("incomplete/length");
      assertThat(world.executions).isEmpty();
    }
  }

  @Test
  @DisplayName("M25, RUN-26: a model that calls the same tool for ever is stopped at maxSteps")
  void callsForEver() throws Exception {
    RuntimeOptions options = RuntimeOptions.builder().maxSteps(4).build();
    try (ModelWorld world = ModelWorld.open(
        builder -> builder, builder -> builder.options(options), calls("c1", "rm", "{}"))) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo("incomplete/tool-calls");
      assertThat(world.server.requests()).hasSize(4);
    }
  }

  @Test
  @DisplayName("M26: halves of a character in two pieces are joined, a lone half is replaced")
  void halves() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(
            "{\"choices\":[{\"delta\":{\"content\":\"a\\ud83d\"}}]}",
            "{\"choices\":[{\"delta\":{\"content\":\"\\ude42\\ude42\"}}]}",
            "{\"choices\":[{\"delta\":{\"content\":\"b\\ud83d\"}}]}",
            finish("stop"),
            DONE),
        says("Fine."))) {
      Message reply = world.ask("Question");
      world.ask("Next");

      assertThat(reply.text()).isEqualTo("a🙂\uFFFDb\uFFFD");
      RequestCheck.assertValid(world.server.lastRequest());
    }
  }

  @Test
  @DisplayName("M27: a NUL in a reply is replaced, other control characters stay")
  void nul() throws Exception {
    try (ModelWorld world = ModelWorld.of(sends(
        "{\"choices\":[{\"delta\":{\"reasoning_content\":\"x\\u0000\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"a\\u0000b\\u0007\"}}]}",
        finish("stop"),
        DONE))) {
      assertThat(world.ask("Question").text()).isEqualTo("a\uFFFDb\u0007");
    }
  }

  @Test
  @DisplayName("M28: an empty reply is complete, and the next request is valid")
  void empty() throws Exception {
    try (ModelWorld world =
        ModelWorld.of(sends(role(), finish("stop"), DONE), says("Here I am."))) {
      Message reply = world.ask("Question");
      world.ask("Hello?");

      assertThat(ModelWorld.words(reply)).isEqualTo("complete/stop");
      assertThat(reply.content()).isEmpty();
      RequestCheck.assertValid(world.server.lastRequest());
    }
  }

  @Test
  @DisplayName("M24: a refusal is shown as text and ends as filtered")
  void refusal() throws Exception {
    try (ModelWorld world = ModelWorld.of(sends(
        delta(Map.of("refusal", "I cannot ")),
        delta(Map.of("refusal", "do that.")),
        finish("stop"),
        DONE))) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo("incomplete/content-filter");
      assertThat(reply.text()).isEqualTo("I cannot do that.");
    }
  }

  @Test
  @DisplayName("M12: a null error in each chunk, and the word in a text, are no errors")
  void noErrors() throws Exception {
    try (ModelWorld world = ModelWorld.of(sends(
        "{\"choices\":[{\"delta\":{\"content\":\"An \\\"error\\\": it says \"}}],\"error\":null}",
        "{\"choices\":[{\"delta\":{\"content\":\"\\\"finish_reason\\\":\\\"stop\\\"\"}}]}",
        finish("stop"),
        DONE))) {
      Message reply = world.ask("Question");

      assertThat(reply.text()).isEqualTo("An \"error\": it says \"finish_reason\":\"stop\"");
    }
  }

  private static String toolCalls(String... pieces) {
    return "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":" + List.of(pieces) + "}}]}";
  }
}
