package dev.antiphon.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.guice.Antiphon;
import dev.antiphon.message.Message;
import dev.antiphon.runtime.ThreadListRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.Settings;
import dev.antiphon.thread.ThreadEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {

  @TempDir
  Path folder;

  private Settings settings() {
    return Settings.of(Map.of(
        "antiphon.model", "demo",
        "antiphon.history", "jdbc",
        "antiphon.threads", "jdbc",
        "jdbc.folder", folder.toString()));
  }

  @Test
  @DisplayName("jars and settings alone give a runtime whose conversation survives a restart")
  void startsFromJars() throws Exception {
    try (Antiphon antiphon = Antiphon.start(settings())) {
      antiphon.runtime().threads("ada").open("from-jars").send("Good morning").await();
    }

    try (Antiphon antiphon = Antiphon.start(settings())) {
      ThreadRuntime thread = antiphon.runtime().threads("ada").open("from-jars");
      thread.load().toCompletableFuture().join();
      List<Message> messages = thread.state().messages();

      assertThat(messages).hasSize(2);
      assertThat(messages.get(0).text()).isEqualTo("Good morning");
      assertThat(messages.get(1).text()).isNotBlank();
    }
  }

  @Test
  @DisplayName("a model server, its titles and its suggestions are chosen by settings alone")
  void asksServer() throws Exception {
    try (ModelServer server = ModelServer.start()) {
      Settings settings = Settings.of(Map.of(
          "antiphon.model", "openai",
          "antiphon.titles", "openai",
          "antiphon.suggestions", "openai",
          "antiphon.history", "memory",
          "antiphon.threads", "memory",
          "openai.base-url", server.url() + "/v1",
          "openai.model", "test-model"));
      try (Antiphon antiphon = Antiphon.start(settings)) {
        ThreadListRuntime threads = antiphon.runtime().threads("ada");
        ThreadRuntime thread = threads.open("from-jars");
        CountDownLatch suggested = new CountDownLatch(1);
        thread.subscribe(event -> {
          if (event instanceof ThreadEvent.SuggestionsChanged) {
            suggested.countDown();
          }
        });

        assertThat(thread.send("Good morning").await().text()).isEqualTo("You said: Good morning");
        assertThat(suggested.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(thread.state().suggestions()).isNotEmpty();
      }
    }
  }
}
