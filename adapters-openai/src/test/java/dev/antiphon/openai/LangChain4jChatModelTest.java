package dev.antiphon.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.runtime.Run;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Models that LangChain4j offers, well-behaved and others, without any server. */
class LangChain4jChatModelTest {

  static ChatResponse complete(AiMessage message, FinishReason reason) {
    return ChatResponse.builder()
        .aiMessage(message)
        .id("reply-1")
        .modelName("fake")
        .tokenUsage(new dev.langchain4j.model.output.TokenUsage(3, 4))
        .finishReason(reason)
        .build();
  }

  private static void says(StreamingChatResponseHandler handler, String text) {
    handler.onPartialResponse(text);
    handler.onCompleteResponse(complete(AiMessage.from(text), FinishReason.STOP));
  }

  @Test
  @DisplayName("OPT-1: any streaming model is a model of the runtime, with one constructor")
  void plain() {
    try (FakeWorld world = FakeWorld.of((request, handler) -> says(handler, "Hello."))) {
      Message reply = world.ask("Hi");

      assertThat(ModelWorld.words(reply)).isEqualTo("complete/stop");
      assertThat(reply.text()).isEqualTo("Hello.");
      assertThat(reply.metadata().steps().get(0).usage()).isEqualTo(new TokenUsage(3, 4));
      assertThat(reply.metadata().steps().get(0).finishReason()).isEqualTo("stop");
    }
  }

  @Test
  @DisplayName("M29: what a model signals behind its end is dropped and counted")
  void signalsBehindTheEnd() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    try (FakeWorld world = FakeWorld.of((request, handler) -> {
      says(handler, "Hello.");
      handler.onPartialResponse(" Too late.");
      handler.onError(new IOException("cut"));
      handler.onCompleteResponse(complete(AiMessage.from("Twice"), FinishReason.LENGTH));
      Thread other = new Thread(() -> {
        handler.onPartialResponse("From elsewhere.");
        late.countDown();
      });
      other.setDaemon(true);
      other.start();
    })) {
      Message reply = world.ask("Hi");

      assertThat(late.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(ModelWorld.words(reply)).isEqualTo("complete/stop");
      assertThat(reply.text()).isEqualTo("Hello.");
      assertThat(world.model.droppedSignals()).isEqualTo(4);
    }
  }

  @Test
  @DisplayName("M30, RUN-27: what a model throws, or hands to its handler, fails the run")
  void throwing() {
    try (FakeWorld world = FakeWorld.of(
        (request, handler) -> {
          throw new IllegalStateException("bug");
        },
        (request, handler) -> handler.onError(new IOException("cut")),
        (request, handler) -> {
          handler.onPartialResponse("Hel");
          throw new AssertionError("worse");
        },
        (request, handler) -> says(handler, "Fine."))) {
      assertThat(ModelWorld.words(world.ask("One"))).isEqualTo("incomplete/error provider");
      assertThat(ModelWorld.words(world.ask("Two"))).isEqualTo("incomplete/error network");
      Message third = world.ask("Three");
      assertThat(third.status()).matches(status -> status != null && status.isError());
      assertThat(third.text()).isEqualTo("Hel");
      assertThat(world.ask("Four").text()).isEqualTo("Fine.");
    }
  }

  @Test
  @DisplayName("M30, ERR-6: a model that never calls back times out; one that stops is stalled")
  void neverCallsBack() {
    try (FakeWorld world = FakeWorld.of(
        (request, handler) -> {},
        (request, handler) -> handler.onPartialResponse("Hel"),
        (request, handler) -> says(handler, "Fine."))) {
      assertThat(ModelWorld.words(world.ask("One"))).isEqualTo("incomplete/error timeout");
      assertThat(ModelWorld.words(world.ask("Two"))).isEqualTo("incomplete/error stalled");
      assertThat(world.ask("Three").text()).isEqualTo("Fine.");
    }
  }

  @Test
  @DisplayName("M30: a model may answer on a thread of its own, or while it is called")
  void otherThread() {
    try (FakeWorld world = FakeWorld.of((request, handler) -> {
      Thread other = new Thread(() -> says(handler, "From elsewhere."));
      other.setDaemon(true);
      other.start();
    })) {
      assertThat(world.ask("Hi").text()).isEqualTo("From elsewhere.");
    }
  }

  @Test
  @DisplayName("M11: an end without finish reason is no end, unless it is known to be one")
  void noFinishReason() {
    AiMessage message = AiMessage.from("Hello.");
    FakeModel.Script script = (request, handler) -> {
      handler.onPartialResponse("Hello.");
      handler.onCompleteResponse(ChatResponse.builder().aiMessage(message).build());
    };
    try (FakeWorld strict = FakeWorld.of(script);
        FakeWorld lenient =
            new FakeWorld(LangChain4jChatModel.Builder::finishReasonOptional, script)) {
      assertThat(ModelWorld.words(strict.ask("Hi"))).isEqualTo("incomplete/error stream-cut");
      assertThat(ModelWorld.words(lenient.ask("Hi"))).isEqualTo("complete/unknown");
    }
  }

  @Test
  @DisplayName("REPLY-3: what a model gives only at its end is written then: text, calls, pictures")
  void whole() {
    AiMessage called = AiMessage.builder()
        .text("Let me see.")
        .toolExecutionRequests(List.of(
            ToolExecutionRequest.builder().name("look").arguments("{\"n\":1}").build(),
            ToolExecutionRequest.builder().name("look").arguments("").build()))
        .build();
    AiMessage drawn = AiMessage.builder()
        .text("Here.")
        .attributes(Map.of(
            AiMessage.GENERATED_IMAGES_KEY,
            List.of(Image.builder().base64Data("iVBO").mimeType("image/png").build())))
        .build();
    try (FakeWorld world = FakeWorld.of(
        (request, handler) ->
            handler.onCompleteResponse(complete(called, FinishReason.TOOL_EXECUTION)),
        (request, handler) -> handler.onCompleteResponse(complete(drawn, FinishReason.STOP)))) {
      Message reply = world.ask("Draw what you see");

      assertThat(world.executions).containsExactlyInAnyOrder(Map.of("n", 1), Map.of());
      assertThat(reply.toolCalls()).hasSize(2);
      assertThat(reply.content().get(reply.content().size() - 1))
          .isEqualTo(new ImagePart("data:image/png;base64,iVBO", null, null));
      assertThat(reply.text()).contains("Let me see.", "Here.");
    }
  }

  @Test
  @DisplayName("what a provider wants back with its reasoning is kept, also behind calls")
  void attributes() {
    AiMessage called = AiMessage.builder()
        .thinking("They want me to look.")
        .toolExecutionRequests(List.of(
            ToolExecutionRequest.builder().id("t1").name("look").arguments("{}").build()))
        .attributes(Map.of("thinking_signature", "sig-1", "raw", new Object()))
        .build();
    AiMessage said = AiMessage.builder()
        .text("I see.")
        .attributes(Map.of("thinking_signature", "sig-2"))
        .build();
    try (FakeWorld world = FakeWorld.of(
        (request, handler) -> {
          handler.onPartialThinking(new PartialThinking("They want me to look."));
          handler.onCompleteToolCall(
              new CompleteToolCall(0, called.toolExecutionRequests().get(0)));
          handler.onCompleteResponse(complete(called, FinishReason.TOOL_EXECUTION));
        },
        (request, handler) -> {
          handler.onPartialResponse("I see.");
          handler.onCompleteResponse(complete(said, FinishReason.STOP));
        },
        (request, handler) -> says(handler, "Bye."))) {
      Message reply = world.ask("Look");
      world.ask("Go");

      assertThat(reply.content().get(0))
          .isInstanceOfSatisfying(
              ReasoningPart.class,
              part -> assertThat(part.providerMetadata())
                  .isEqualTo(Map.of("langchain4j", Map.of("thinking_signature", "sig-1"))));
      List<AiMessage> sent = world.fake.lastRequest().messages().stream()
          .filter(AiMessage.class::isInstance)
          .map(AiMessage.class::cast)
          .toList();
      assertThat(sent).hasSize(2);
      assertThat(sent.get(0).attributes()).isEqualTo(Map.of("thinking_signature", "sig-1"));
      assertThat(sent.get(0).thinking()).isEqualTo("They want me to look.");
      assertThat(sent.get(0).toolExecutionRequests()).hasSize(1);
      assertThat(sent.get(1).attributes()).isEqualTo(Map.of("thinking_signature", "sig-2"));
    }
  }

  @Test
  @DisplayName("TOOL-3, TOOL-15: tools and results are sent in LangChain4j's terms")
  void toolTerms() {
    try (FakeWorld world = FakeWorld.of(
        (request, handler) -> handler.onCompleteResponse(complete(
            AiMessage.from(ToolExecutionRequest.builder()
                .id("t1")
                .name("look")
                .arguments("{\"n\":2}")
                .build()),
            FinishReason.TOOL_EXECUTION)),
        (request, handler) -> says(handler, "I see."))) {
      world.ask("Look");

      ChatRequest request = world.fake.lastRequest();
      ToolSpecification look = request.toolSpecifications().get(0);
      assertThat(look.name()).isEqualTo("look");
      assertThat(JsonSchemaElementUtils.toMap(look.parameters()))
          .isEqualTo(Map.of(
              "type", "object",
              "properties", Map.of("n", Map.of("type", "integer", "minimum", 0)),
              "required", List.of("n")));
      assertThat(request.messages().get(request.messages().size() - 1))
          .isInstanceOfSatisfying(ToolExecutionResultMessage.class, result -> {
            assertThat(result.id()).isEqualTo("t1");
            assertThat(result.text()).isEqualTo("{\"seen\":[true,null]}");
          });
    }
  }

  @Test
  @DisplayName("ERR-6: failures of other transports get their code too, and are asked again")
  void otherTransports() {
    try (FakeWorld world = new FakeWorld(
        builder -> builder.retries(ModelWorld.quick(2)),
        (request, handler) ->
            handler.onError(new RateLimitException(new HttpException(429, "slow"))),
        (request, handler) -> says(handler, "Fine."),
        (request, handler) ->
            handler.onError(new AuthenticationException(new HttpException(401, "who?"))),
        (request, handler) -> {
          throw new UnsupportedFeatureException("no pictures");
        })) {
      assertThat(world.ask("One").text()).isEqualTo("Fine.");
      assertThat(ModelWorld.words(world.ask("Two"))).isEqualTo("incomplete/error authentication");
      assertThat(ModelWorld.words(world.ask("Three"))).isEqualTo("incomplete/error provider");
    }
  }

  @Test
  @DisplayName("RUN-16: a model with another transport is stopped by its handle, the run at once")
  void stoppedByHandle() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    try (FakeWorld world = FakeWorld.of((request, handler) -> {
      handler.onPartialResponse(
          new PartialResponse("Once"),
          new PartialResponseContext(FakeModel.handle(stopped::countDown)));
      begun.countDown();
    })) {
      Run run = world.thread.send("Tell me a story");
      assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
      run.cancel();

      assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
      run.completion().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("a silence is longer than 0")
  void refused() {
    LangChain4jChatModel.Builder builder =
        LangChain4jChatModel.builder(new FakeModel((request, handler) -> {}));

    assertThatThrownBy(() -> builder.silence(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
