package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.DONE;
import static dev.antiphon.openai.Chunks.arguments;
import static dev.antiphon.openai.Chunks.call;
import static dev.antiphon.openai.Chunks.delta;
import static dev.antiphon.openai.Chunks.finish;
import static dev.antiphon.openai.Chunks.reasoning;
import static dev.antiphon.openai.Chunks.role;
import static dev.antiphon.openai.Chunks.says;
import static dev.antiphon.openai.Chunks.sends;
import static dev.antiphon.openai.Chunks.text;
import static dev.antiphon.openai.Chunks.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.SourcePart;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.thread.ThreadEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the streams that OpenAI's servers and those of others send. */
class OpenAiReplyTest {

  @Test
  @DisplayName("REPLY-2, RUN-25: text comes as it is streamed, with usage, model and finish reason")
  void plainText() throws Exception {
    try (ModelWorld world = ModelWorld.of(says("Hello, ", "world!"))) {
      Message reply = world.ask("Hi");

      assertThat(ModelWorld.words(reply)).isEqualTo("complete/stop");
      assertThat(reply.text()).isEqualTo("Hello, world!");
      assertThat(reply.metadata().steps()).singleElement().satisfies(step -> {
        assertThat(step.usage()).isEqualTo(new TokenUsage(12, 5));
        assertThat(step.finishReason()).isEqualTo("stop");
        assertThat(step.messageId()).isEqualTo("chatcmpl-1");
      });
      assertThat(reply.metadata().custom()).containsEntry("modelName", "test-model-2026");
      assertThat(world.count(ThreadEvent.TextDelta.class)).isEqualTo(2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"reasoning_content", "reasoning"})
  @DisplayName("REPLY-2: reasoning is a part of its own, whatever the server calls it")
  void reasons(String field) throws Exception {
    try (ModelWorld world = ModelWorld.of(sends(
        role(),
        delta(Map.of(field, "They ")),
        delta(Map.of(field, "greet.")),
        text("Hello!"),
        finish("stop"),
        usage(9, 7),
        DONE))) {
      Message reply = world.ask("Hi");

      assertThat(reply.content()).hasSize(2);
      assertThat(reply.content().get(0))
          .isInstanceOfSatisfying(
              ReasoningPart.class, part -> assertThat(part.text()).isEqualTo("They greet."));
      assertThat(reply.text()).isEqualTo("Hello!");
    }
  }

  @Test
  @DisplayName("REPLY-3: the arguments of a call grow as they are streamed")
  void argumentsGrow() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(
            role(),
            text("Let me see."),
            call(0, "call_1", "rm", ""),
            arguments(0, "{\"path\":"),
            arguments(0, "\"/tmp/x\"}"),
            finish("tool_calls"),
            usage(30, 12),
            DONE),
        says("It is gone."))) {
      Message reply = world.ask("Remove it");

      List<String> pieces = world.events.stream()
          .filter(ThreadEvent.ArgumentsDelta.class::isInstance)
          .map(event -> ((ThreadEvent.ArgumentsDelta) event).delta())
          .toList();
      assertThat(pieces).containsExactly("{\"path\":", "\"/tmp/x\"}");
      assertThat(world.executions).containsExactly(Map.of("path", "/tmp/x"));
      assertThat(reply.content()).hasSize(3);
      assertThat(reply.toolCalls()).singleElement().satisfies(call -> {
        assertThat(call.toolCallId().value()).isEqualTo("call_1");
        assertThat(call.result()).isEqualTo("done");
      });
      assertThat(reply.metadata().steps()).hasSize(2);
    }
  }

  @Test
  @DisplayName("TOOL-7: calls that the model makes at once are executed, each with its result")
  void parallelCalls() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(
            role(),
            call(0, "call_1", "rm", "{\"n\":1}"),
            call(1, "call_2", "rm", "{\"n\":2}"),
            call(2, "call_3", "rm", "{\"n\":3}"),
            finish("tool_calls"),
            DONE),
        says("Done."))) {
      Message reply = world.ask("Remove them");

      assertThat(reply.toolCalls())
          .extracting(part -> part.toolCallId().value())
          .containsExactly("call_1", "call_2", "call_3");
      assertThat(reply.toolCalls()).allMatch(ToolCallPart::hasResult);
      assertThat(world.executions).hasSize(3);
      RequestCheck.assertValid(world.server.lastRequest());
    }
  }

  @Test
  @DisplayName("REPLY-3: a call without arguments is executed with none")
  void noArguments() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(role(), call(0, "call_1", "rm", ""), finish("tool_calls"), DONE), says("Done."))) {
      world.ask("Remove it");

      assertThat(world.executions).containsExactly(Map.of());
    }
  }

  @Test
  @DisplayName("CONT-4: calls are executed though the finish reason says that the model stopped")
  void stoppedWithCalls() throws Exception {
    try (ModelWorld world = ModelWorld.of(
        sends(role(), call(0, "call_1", "rm", "{}"), finish("stop"), DONE), says("Done."))) {
      assertThat(world.ask("Remove it").text()).isEqualTo("Done.");
      assertThat(world.executions).hasSize(1);
    }
  }

  @Test
  @DisplayName("pages that a reply cites are source parts")
  void citations() throws Exception {
    Map<String, Object> annotation = Map.of(
        "type",
        "url_citation",
        "url_citation",
        Map.of("url", "https://example.org/a", "title", "A page"));
    try (ModelWorld world = ModelWorld.of(sends(
        role(),
        text("As they say."),
        delta(Map.of("annotations", List.of(annotation))),
        finish("stop"),
        DONE))) {
      List<MessagePart> content = world.ask("Who says so?").content();

      assertThat(content.get(content.size() - 1))
          .isInstanceOfSatisfying(SourcePart.Url.class, source -> {
            assertThat(source.url()).isEqualTo("https://example.org/a");
            assertThat(source.title()).isEqualTo("A page");
          });
    }
  }

  @Test
  @DisplayName("a call's own fields, such as a thought signature, are kept and sent back with it")
  void callFields() throws Exception {
    String piece =
        "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"rm\",\"arguments\":\"{}\"},\"extra_content\":{\"google\":{\"thought_signature\":\"abc\"}}}]}}]}";
    try (ModelWorld world =
        ModelWorld.of(sends(piece, finish("tool_calls"), DONE), says("Done."))) {
      Message reply = world.ask("Remove it");

      assertThat(reply.toolCalls().get(0).providerMetadata()).containsKey("openai");
      assertThat(RequestCheck.messages(world.server.lastRequest())
              .get(1)
              .path("tool_calls")
              .get(0)
              .path("extra_content")
              .path("google")
              .path("thought_signature")
              .asText())
          .isEqualTo("abc");
    }
  }

  @Test
  @DisplayName("reasoning between text goes back only where the server wants it")
  void reasoningSentBack() throws Exception {
    ScriptedServer.Script thinks =
        sends(reasoning("They greet."), text("Hello!"), finish("stop"), DONE);
    try (ModelWorld usual = ModelWorld.of(thinks);
        ModelWorld asked = ModelWorld.with(OpenAiChatModel.Builder::sendsReasoning, thinks)) {
      usual.ask("Hi");
      usual.ask("Again");
      asked.ask("Hi");
      asked.ask("Again");

      assertThat(usual.server.lastRequest().body()).doesNotContain("They greet.");
      assertThat(RequestCheck.messages(asked.server.lastRequest())
              .get(1)
              .path("reasoning_content")
              .asText())
          .isEqualTo("They greet.");
    }
  }
}
