package dev.antiphon.openai;

import static dev.antiphon.openai.Chunks.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.SuggestionAdapter;
import dev.antiphon.port.SuggestionRequest;
import dev.antiphon.port.TextWriter;
import dev.antiphon.port.TitleGenerator;
import dev.antiphon.port.TitleRequest;
import dev.antiphon.runtime.LocalRuntime;
import dev.antiphon.spi.Offer;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.Settings;
import dev.antiphon.spi.SettingsException;
import dev.antiphon.testing.TestMessages;
import dev.antiphon.thread.Suggestion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiPluginTest {

  private static Offer<ChatModelAdapter> offer() {
    return Plugins.discover().offers(Port.MODEL).stream()
        .filter(each -> each.name().equals("openai"))
        .findFirst()
        .orElseThrow();
  }

  private static ScriptedServer.Received asked(ScriptedServer server, Map<String, String> more)
      throws Exception {
    Map<String, String> values = new HashMap<>(more);
    values.put("openai.model", "test-model");
    values.put("openai.base-url", server.url().toString());
    ChatModelAdapter model = offer().create(Settings.of(values));
    try (LocalRuntime runtime = LocalRuntime.builder(model).build()) {
      runtime.threads().main().send("Hi").await();
    } finally {
      ((AutoCloseable) model).close();
    }
    return server.lastRequest();
  }

  @Test
  @DisplayName("the jar offers a model named openai")
  void discovered() {
    assertThat(offer().keys())
        .contains("openai.model", "openai.api-key", "openai.base-url", "openai.idle-timeout");
  }

  @Test
  @DisplayName("two settings are enough for a server that wants no key")
  void twoSettings() throws Exception {
    try (ScriptedServer server = new ScriptedServer(says("Hello."))) {
      ScriptedServer.Received request = asked(server, Map.of());

      JsonNode body = RequestCheck.body(request);
      assertThat(body.path("model").asText()).isEqualTo("test-model");
      assertThat(body.has("temperature")).isFalse();
      assertThat(request.headers()).doesNotContainKey("authorization");
      RequestCheck.assertValid(request);
    }
  }

  @Test
  @DisplayName("CTX-6: all settings of a call arrive, with headers, organization and project")
  void allSettings() throws Exception {
    try (ScriptedServer server = new ScriptedServer(says("Hello."))) {
      ScriptedServer.Received request = asked(
          server,
          Map.ofEntries(
              Map.entry("openai.api-key", " key-of-ada\n"),
              Map.entry("openai.organization", "org-1"),
              Map.entry("openai.project", "proj-1"),
              Map.entry("openai.headers", "X-Team: blue, X-Trace: a:b"),
              Map.entry("openai.temperature", "0.2"),
              Map.entry("openai.top-p", "0.9"),
              Map.entry("openai.max-tokens", "77"),
              Map.entry("openai.max-tokens-field", "max-completion-tokens"),
              Map.entry("openai.reasoning-effort", "low")));

      JsonNode body = RequestCheck.body(request);
      assertThat(body.path("temperature").asDouble()).isEqualTo(0.2);
      assertThat(body.path("top_p").asDouble()).isEqualTo(0.9);
      assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(77);
      assertThat(body.path("reasoning_effort").asText()).isEqualTo("low");
      assertThat(request.headers())
          .containsEntry("authorization", "Bearer key-of-ada")
          .containsEntry("openai-organization", "org-1")
          .containsEntry("openai-project", "proj-1")
          .containsEntry("x-team", "blue")
          .containsEntry("x-trace", "a:b");
    }
  }

  @Test
  @DisplayName("TITLE-3, SUGG-4: titles and suggestions are offered too, and ask the small model")
  void titlesAndSuggestions() throws Exception {
    try (ScriptedServer server = new ScriptedServer(says("A trip"), says("When?"))) {
      Settings settings = Settings.of(Map.of(
          "openai.model", "big",
          "openai.small-model", "small",
          "openai.base-url", server.url().toString()));
      Plugins plugins = Plugins.of(new OpenAiPlugin());
      TitleGenerator titles = plugins.offers(Port.TITLES).get(0).create(settings);
      SuggestionAdapter suggestions = plugins.offers(Port.SUGGESTIONS).get(0).create(settings);
      ThreadKey thread = new ThreadKey("ada", "t");
      List<Message> talk = List.of(TestMessages.user("q", "Where shall we go?"));
      StringBuilder title = new StringBuilder();
      List<Suggestion> suggested = new ArrayList<>();

      titles.generateTitle(new TitleRequest(thread, talk, Cancellation.none()), collecting(title));
      suggestions.generate(
          new SuggestionRequest(thread, talk, Cancellation.none()), suggested::addAll);
      ((AutoCloseable) titles).close();
      ((AutoCloseable) suggestions).close();

      assertThat(title).hasToString("A trip");
      assertThat(suggested).containsExactly(Suggestion.of("When?"));
      assertThat(server.requests())
          .allMatch(request -> RequestCheck.body(request).path("model").asText().equals("small"));
    }
  }

  private static TextWriter collecting(StringBuilder text) {
    return new TextWriter() {
      @Override
      public void text(String delta) {
        text.append(delta);
      }

      @Override
      public boolean isClosed() {
        return false;
      }
    };
  }

  @Test
  @DisplayName("the key comes from OPENAI_API_KEY, the server from OPENAI_BASE_URL, too")
  void environment(@TempDir Path folder) throws Exception {
    try (ScriptedServer server = new ScriptedServer(says("Hello."))) {
      ProcessBuilder builder = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              Objects.requireNonNull(System.getProperty("java.class.path")),
              AskOnce.class.getName())
          .directory(folder.toFile())
          .redirectErrorStream(true);
      builder
          .environment()
          .putAll(Map.of(
              "OPENAI_API_KEY", "key-of-ada",
              "OPENAI_BASE_URL", server.url().toString(),
              "OPENAI_MODEL", "test-model"));
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor(ScriptedServer.PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isTrue();
      assertThat(output).contains("Hello.");
      assertThat(server.lastRequest().headers())
          .containsEntry("authorization", "Bearer key-of-ada");
    }
  }

  @Test
  @DisplayName("OpenAI itself needs a key, and the message says where one is looked for")
  void needsKey() {
    Settings none = Settings.of(Map.of("openai.model", "m", "openai.api-key", " "));

    assertThatThrownBy(() -> offer().create(none))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("OPENAI_API_KEY")
        .hasMessageContaining("openai.base-url");
  }

  @Test
  @DisplayName("a model must be named")
  void needsModel() {
    Settings none = Settings.of(Map.of("openai.base-url", "http://localhost:1/v1"));

    assertThatThrownBy(() -> offer().create(none))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("openai.model")
        .hasMessageContaining("OPENAI_MODEL");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "openai.base-url, ftp://localhost/v1, base URL",
    "openai.base-url, http://ada:hunter2@localhost/v1, base URL",
    "openai.headers, hunter2, openai.headers",
    "openai.accepts, video, video",
    "openai.temperature, warm, a number",
    "openai.attempts, 0, attempts",
  })
  @DisplayName(
      "ERR-3: settings that cannot work are refused at the start, without showing a secret")
  void refused(String key, String value, String expected) {
    Settings wrong = Settings.of(
            Map.of("openai.model", "m", "openai.base-url", "http://localhost:1/v1"))
        .with(key, value);

    assertThatThrownBy(() -> offer().create(wrong))
        .hasStackTraceContaining(expected)
        .satisfies(
            thrown -> assertThat(String.valueOf(thrown.getMessage())).doesNotContain("hunter2"));
  }

  @Test
  @DisplayName("ERR-3: neither the settings nor the model show a key")
  void noSecrets() throws Exception {
    OpenAiSettings settings = Settings.of(Map.of(
            "openai.model", "m",
            "openai.api-key", "sk-CANARY",
            "openai.headers", "X-Key: sk-CANARY"))
        .bind("openai", OpenAiSettings.class);

    try (OpenAiChatModel model = settings.create()) {
      assertThat(List.of(settings.toString(), model.toString()))
          .noneMatch(text -> text.contains("CANARY"));
    }
  }
}
