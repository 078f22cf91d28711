package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.tool.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Streams in the shapes that known servers send, in src/test/resources/streams: each weather report
 * must come out the same.
 */
class ServerShapesTest {

  private static final TokenUsage OF_TEXT = new TokenUsage(19, 7);
  private static final TokenUsage OF_TOOLS = new TokenUsage(58, 34);

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "openai-text",
        "azure-text",
        "ollama-thinking",
        "deepseek-reasoner",
        "openrouter-text"
      })
  @DisplayName("REPLY-2: text, reasoning and usage come out of every server's stream")
  void text(String name) throws Exception {
    try (ModelWorld world = ModelWorld.of(stream(name))) {
      Message reply = world.ask("What is the weather?");

      assertThat(ModelWorld.words(reply)).isEqualTo("complete/stop");
      assertThat(reply.text()).isEqualTo("Sunny, 21 °C.");
      assertThat(reply.metadata().steps().get(0).usage()).isEqualTo(OF_TEXT);
      if (reply.content().size() > 1) {
        assertThat(((ReasoningPart) reply.content().get(0)).text())
            .isEqualTo("They ask about the weather.");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"openai-tools", "ollama-tools", "gemini-tools", "mistral-tools", "vllm-tools"})
  @DisplayName("REPLY-3: two parallel calls come out of every server's stream")
  void tools(String name) throws Exception {
    List<Map<String, Object>> asked = new CopyOnWriteArrayList<>();
    Tool weather = Tool.builder("weather", "The weather of a city")
        .handler((arguments, call) -> {
          asked.add(arguments);
          return "sunny";
        })
        .build();
    try (ModelWorld world = ModelWorld.open(
        builder -> builder,
        builder -> builder.tools(weather),
        stream(name),
        says("Sunny in both."))) {
      Message reply = world.ask("What is the weather?");

      assertThat(reply.text()).isEqualTo("Sunny in both.");
      assertThat(asked).containsExactlyInAnyOrder(Map.of("city", "Oslo"), Map.of("city", "Rome"));
      assertThat(reply.toolCalls()).hasSize(2);
      assertThat(reply.metadata().steps().get(0).usage()).isIn(OF_TOOLS, null);
      RequestCheck.assertValid(world.server.lastRequest());
    }
  }

  private static ScriptedServer.Script stream(String name) throws IOException {
    try (InputStream file = Objects.requireNonNull(
        ServerShapesTest.class.getResourceAsStream("/streams/" + name + ".sse"))) {
      byte[] bytes = file.readAllBytes();
      return wire -> wire.stream().piece(bytes).end();
    }
  }
}
