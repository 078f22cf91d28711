package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.role;
import static dev.antiphon.openai.Chunks.says;
import static dev.antiphon.openai.Chunks.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import dev.antiphon.message.Message;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.runtime.Run;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The transport on its own, and under load. */
class ModelHttpClientTest {

  private static final int STREAMS = 150;

  private final ModelHttpClient http = ModelWorld.client();

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  @DisplayName("without an adapter of ours a model answers in the background, as LangChain4j wants")
  void inBackground() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (ScriptedServer server = new ScriptedServer(wire -> {
      wire.await(goOn);
      says("Hello.").answer(wire);
    })) {
      CompletableFuture<String> answer = new CompletableFuture<>();
      OpenAiStreamingChatModel.builder()
          .httpClientBuilder(http.forOpenAi())
          .baseUrl(server.url().toString())
          .modelName("test-model")
          .build()
          .chat("Hi", new StreamingChatResponseHandler() {
            @Override
            public void onCompleteResponse(ChatResponse response) {
              answer.complete(response.aiMessage().text());
            }

            @Override
            public void onError(Throwable error) {
              answer.completeExceptionally(error);
            }
          });
      goOn.countDown();

      assertThat(answer.get(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("Hello.");
    }
  }

  @Test
  @DisplayName("a whole answer comes with status and headers, a refusal with its status")
  void whole() throws Exception {
    try (ScriptedServer server = new ScriptedServer(
        wire -> wire.answer(200, "X-Kind: whole\r\n", "{\"data\":[]}"),
        wire -> wire.answer(404, "", "nothing here"))) {
      HttpClient client = http.forLangChain4j().build();
      HttpRequest request = HttpRequest.builder()
          .method(HttpMethod.GET)
          .url(server.url() + "/models")
          .build();

      assertThat(client.execute(request)).satisfies(response -> {
        assertThat(response.body()).isEqualTo("{\"data\":[]}");
        assertThat(response.headers()).containsKey("x-kind");
      });
      assertThatThrownBy(() -> client.execute(request))
          .isInstanceOfSatisfying(
              HttpException.class, refused -> assertThat(refused.statusCode()).isEqualTo(404))
          .hasMessageContaining("nothing here");
    }
  }

  @Test
  @DisplayName("many streams at once all begin, and all end when they are cancelled")
  void manyStreams() throws Exception {
    AtomicInteger closed = new AtomicInteger();
    try (ScriptedServer server = new ScriptedServer(wire -> {
          wire.stream().events(role(), text("Once")).awaitClosed();
          closed.incrementAndGet();
        });
        OpenAiChatModel model = OpenAiChatModel.builder("test-model")
            .baseUrl(server.url())
            .owning(ModelHttpClient.builder().build())
            .build();
        LocalRuntime runtime = LocalRuntime.builder(model).build()) {
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        runs.add(runtime.threads("ada").open("thread-" + i).send("Tell me a story"));
      }

      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> runs.stream().allMatch(run -> textOf(runtime, run).equals("Once")));
      runs.forEach(Run::cancel);
      await().atMost(Duration.ofSeconds(20)).untilAtomic(closed, is(STREAMS));
    }
  }

  private static String textOf(LocalRuntime runtime, Run run) {
    List<Message> messages =
        runtime.threads("ada").open(run.thread().threadId()).state().messages();
    return messages.size() < 2 ? "" : messages.get(1).text();
  }

  @Test
  @DisplayName("timeouts and limits that cannot work are refused")
  void refused() {
    ModelHttpClient.Builder builder = ModelHttpClient.builder();

    assertThatThrownBy(() -> builder.idleTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("idleTimeout");
    assertThatThrownBy(() -> builder.maxEventBytes(10))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
