package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.DONE;
import static dev.antiphon.openai.Chunks.arguments;
import static dev.antiphon.openai.Chunks.call;
import static dev.antiphon.openai.Chunks.finish;
import static dev.antiphon.openai.Chunks.reasoning;
import static dev.antiphon.openai.Chunks.role;
import static dev.antiphon.openai.Chunks.says;
import static dev.antiphon.openai.Chunks.sends;
import static dev.antiphon.openai.Chunks.text;
import static dev.antiphon.openai.Chunks.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.Settings;
import dev.antiphon.tck.AskedMessage;
import dev.antiphon.tck.ChatModelContract;
import dev.antiphon.tck.ModelBehaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The model of the plug-in {@code openai}, made as settings make it. */
class OpenAiChatModelContractTest extends ChatModelContract {

  private final BehavingServer server = new BehavingServer(OpenAiChatModelContractTest::scriptOf);

  @Override
  protected ChatModelAdapter open(ModelBehaviour... behaviours) throws Exception {
    Settings settings = Settings.of(Map.of(
        "openai.model", "test-model",
        "openai.base-url", server.open(behaviours) + "/v1",
        "openai.attempts", "1"));
    return server.keep(Plugins.of(new OpenAiPlugin()).offers(Port.MODEL).get(0).create(settings));
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
  }

  private static ScriptedServer.Script scriptOf(ModelBehaviour behaviour, Runnable givenUp) {
    return switch (behaviour) {
      case SAYS -> says("Hello, ", "world!");
      case SAYS_SEEN -> says("Seen.");
      case REASONS ->
        sends(role(), reasoning("They greet."), text("Hello!"), finish("stop"), usage(12, 5), DONE);
      case SAYS_NOTHING -> says();
      case RUNS_OUT -> sends(role(), text("Once upon"), finish("length"), DONE);
      case CALLS ->
        sends(
            role(),
            call(0, "c1", "look", "{\"n\":"),
            arguments(0, "1}"),
            finish("tool_calls"),
            DONE);
      case CALLS_TWICE ->
        sends(
            role(),
            call(0, "c1", "look", "{\"n\":1}"),
            call(1, "c2", "look", "{\"n\":2}"),
            finish("tool_calls"),
            DONE);
      case BREAKS_OFF -> wire -> wire.stream().events(role(), text("Hel"));
      case STALLS ->
        wire -> {
          wire.stream().events(role(), text("Hel")).awaitClosed();
          givenUp.run();
        };
      case NEVER_ANSWERS ->
        wire -> {
          wire.awaitClosed();
          givenUp.run();
        };
      case REFUSES_KEY -> error(401, "invalid_api_key");
      case REFUSES_FOR_NOW -> error(429, "rate_limit_exceeded");
      case IS_ASKED_TOO_MUCH -> error(400, "context_length_exceeded");
      case FAILS -> error(500, "server_error");
    };
  }

  private static ScriptedServer.Script error(int status, String code) {
    return wire ->
        wire.answer(status, "", "{\"error\":{\"message\":\"No.\",\"code\":\"" + code + "\"}}");
  }
}
