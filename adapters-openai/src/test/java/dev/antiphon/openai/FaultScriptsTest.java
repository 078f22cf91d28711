package dev.antiphon.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.thread.ThreadEvent;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The thirty scripts, with each kind of model that speaks OpenAI's wire. */
class FaultScriptsTest {

  private static final URI NOBODY = nobody();

  static Stream<FaultCase> scripts() {
    return FaultScripts.all().stream();
  }

  @Test
  @DisplayName("there are thirty scripts, each with a name of its own")
  void thirty() {
    assertThat(scripts().map(FaultCase::name)).hasSize(30).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  @DisplayName("ERR-6, RUN-27: whatever the server does, the reply ends once, as it should")
  void script(FaultCase fault) throws Exception {
    check(fault, FaultScriptsTest::openAi);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  @DisplayName("ERR-6, RUN-27: a model that LangChain4j makes ends as well, on our transport")
  void scriptForLangChain4j(FaultCase fault) throws Exception {
    check(fault, FaultScriptsTest::langChain4j);
  }

  private static void check(FaultCase fault, BiFunction<ModelWorld, URI, ChatModelAdapter> models)
      throws Exception {
    List<ScriptedServer.Script> scripts = new ArrayList<>(fault.scripts());
    scripts.add(Chunks.says("Again."));

    try (ModelWorld world = ModelWorld.asking(
        opened -> models.apply(opened, fault.scripts().isEmpty() ? NOBODY : opened.server.url()),
        builder -> builder,
        scripts.toArray(ScriptedServer.Script[]::new))) {
      Message reply = world.ask("Question");

      assertThat(ModelWorld.words(reply)).isEqualTo(fault.status());
      assertThat(reply.text()).isEqualTo(fault.text());
      assertThat(world.server.requests()).hasSize(fault.requests());
      assertThat(world.executions).hasSize(fault.executions());
      assertThat(world.count(ThreadEvent.RunEnded.class)).isEqualTo(1);
      assertThat(world.server.failures()).isEmpty();
      assertUsableAgain(fault, world);
    }
  }

  private static void assertUsableAgain(FaultCase fault, ModelWorld world) throws Exception {
    Message next = world.ask("Next question");

    if (!fault.scripts().isEmpty()) {
      assertThat(ModelWorld.words(next)).isEqualTo("complete/stop");
      assertThat(next.text()).isEqualTo("Again.");
    }
    assertThat(world.thread.state().messages()).extracting(Message::text).startsWith("Question");
    assertThat(world.count(ThreadEvent.RunEnded.class)).isEqualTo(2);
  }

  private static ChatModelAdapter openAi(ModelWorld world, URI url) {
    return OpenAiChatModel.builder("test-model")
        .baseUrl(url)
        .apiKey("sk-CANARY-7f3a")
        .retries(ModelWorld.quick(3))
        .http(world.http)
        .build();
  }

  private static ChatModelAdapter langChain4j(ModelWorld world, URI url) {
    StreamingChatModel model = OpenAiStreamingChatModel.builder()
        .httpClientBuilder(world.http.forOpenAi())
        .baseUrl(url.toString())
        .apiKey("sk-CANARY-7f3a")
        .modelName("test-model")
        .build();
    return LangChain4jChatModel.builder(model)
        .retries(ModelWorld.quick(3))
        .silence(ModelWorld.SILENCE, ModelWorld.SILENCE)
        .build();
  }

  /** Returns where nobody listens. */
  private static URI nobody() {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/v1");
    } catch (IOException noSocket) {
      throw new UncheckedIOException(noSocket);
    }
  }
}
