package dev.antiphon.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.tck.AskedMessage;
import dev.antiphon.tck.ChatModelContract;
import dev.antiphon.tck.ModelBehaviour;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A model of another LangChain4j module, on its own wire: Ollama's lines of JSON. */
class OllamaChatModelContractTest extends ChatModelContract {

  private final BehavingServer server = new BehavingServer(OllamaChatModelContractTest::scriptOf);
  private final ModelHttpClient http = ModelHttpClient.builder().build();

  @Override
  protected ChatModelAdapter open(ModelBehaviour... behaviours) throws Exception {
    OllamaStreamingChatModel model = OllamaStreamingChatModel.builder()
        .httpClientBuilder(http.forLangChain4j())
        .baseUrl(server.open(behaviours))
        .modelName("test-model")
        .think(true)
        .returnThinking(true)
        .build();
    return server.keep(
        LangChain4jChatModel.builder(model).retries(RetryPolicy.NONE).build());
  }

  @Override
  protected Set<Ability> abilities() {
    return EnumSet.complementOf(EnumSet.of(Ability.STREAMED_ARGUMENTS));
  }

  @Override
  protected void awaitAsked() {
    server.awaitAsked();
  }

  @Override
  protected List<AskedMessage> asked() {
    List<AskedMessage> asked = new ArrayList<>();
    for (JsonNode message : RequestCheck.messages(server.lastRequest())) {
      asked.add(new AskedMessage(
          message.path("role").asText(),
          message.path("content").asText(""),
          message.path("tool_calls").size()));
    }
    return asked;
  }

  @Override
  protected void awaitGivenUp() throws InterruptedException {
    server.awaitGivenUp();
  }

  @AfterEach
  final void close() throws Exception {
    server.close();
    http.close();
  }

  private static ScriptedServer.Script scriptOf(ModelBehaviour behaviour, Runnable givenUp) {
    return switch (behaviour) {
      case SAYS -> sends(content("Hello, "), content("world!"), done("stop"));
      case SAYS_SEEN -> sends(content("Seen."), done("stop"));
      case REASONS ->
        sends(
            message("\"content\":\"\",\"thinking\":\"They greet.\""),
            content("Hello!"),
            done("stop"));
      case SAYS_NOTHING -> sends(done("stop"));
      case RUNS_OUT -> sends(content("Once upon"), done("length"));
      case CALLS ->
        sends(message("\"content\":\"\",\"tool_calls\":[" + call(0) + "]"), done("stop"));
      case CALLS_TWICE ->
        sends(
            message("\"content\":\"\",\"tool_calls\":[" + call(0) + "," + call(1) + "]"),
            done("stop"));
      case BREAKS_OFF -> wire -> stream(wire).piece(content("Hel"));
      case STALLS ->
        wire -> {
          stream(wire).piece(content("Hel")).awaitClosed();
          givenUp.run();
        };
      case NEVER_ANSWERS ->
        wire -> {
          wire.awaitClosed();
          givenUp.run();
        };
      case REFUSES_KEY -> error(401, "unauthorized");
      case REFUSES_FOR_NOW -> error(429, "too many concurrent requests");
      case IS_ASKED_TOO_MUCH -> error(400, "the input length exceeds the context length");
      case FAILS -> error(500, "llama runner process has terminated");
    };
  }

  private static ScriptedServer.Wire stream(ScriptedServer.Wire wire) throws java.io.IOException {
    return wire.stream("Content-Type: application/x-ndjson\r\n");
  }

  private static ScriptedServer.Script sends(String... lines) {
    return wire -> {
      stream(wire);
      for (String line : lines) {
        wire.piece(line);
      }
      wire.end();
    };
  }

  private static String content(String text) {
    return message("\"content\":" + WireJson.write(text));
  }

  private static String message(String fields) {
    return "{\"model\":\"test-model\",\"created_at\":\"2026-01-01T00:00:00.000000Z\",\"message\":{\"role\":\"assistant\","
        + fields + "},\"done\":false}\n";
  }

  private static String call(int index) {
    return "{\"function\":{\"index\":%d,\"name\":\"look\",\"arguments\":{\"n\":%d}}}"
        .formatted(index, index + 1);
  }

  private static String done(String reason) {
    return "{\"model\":\"test-model\",\"created_at\":\"2026-01-01T00:00:01.000000Z\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done_reason\":\"%s\",\"done\":true,\"total_duration\":1,\"prompt_eval_count\":12,\"eval_count\":5}\n"
        .formatted(reason);
  }

  private static ScriptedServer.Script error(int status, String text) {
    return wire -> wire.answer(status, "", "{\"error\":\"" + text + "\"}");
  }
}
