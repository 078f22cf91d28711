package dev.antiphon.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.cloud.FakeCloud;
import dev.antiphon.guice.Antiphon;
import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.runtime.Composer;
import dev.antiphon.runtime.ThreadListRuntime;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.spi.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assistant Cloud by settings alone: history, threads, titles, attachments and feedback. */
class CloudFromJarsTest {

  @TempDir
  Path folder;

  private final FakeCloud cloud = new FakeCloud();

  @AfterEach
  void closeCloud() {
    cloud.close();
  }

  private Settings settings(Map<String, String> auth) {
    Map<String, String> settings = new TreeMap<>(auth);
    settings.put("antiphon.model", "demo");
    settings.put("antiphon.history", "cloud");
    settings.put("antiphon.threads", "cloud");
    settings.put("antiphon.titles", "cloud");
    settings.put("antiphon.attachments", "cloud");
    settings.put("antiphon.feedback", "cloud");
    settings.put("cloud.base-url", cloud.url().toString());
    return Settings.of(settings);
  }

  private void talk(Settings settings) throws Exception {
    try (Antiphon antiphon = Antiphon.start(settings)) {
      ThreadListRuntime threads = antiphon.runtime().threads("ada");
      ThreadRuntime thread = threads.open("from-jars");
      Composer composer = thread.composer();
      composer.addAttachment(InMemoryFile.text("notes.md", "Buy milk."));
      composer.setText("Look");
      composer.send().orElseThrow().await();
      MessageId answer = thread.state().messages().get(1).id();
      thread
          .submitFeedback(answer, new Feedback(Feedback.Type.POSITIVE, null))
          .toCompletableFuture()
          .get(20, TimeUnit.SECONDS);
      threads.generateTitle("from-jars").toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private void assertIsThere(Settings settings) throws Exception {
    try (Antiphon antiphon = Antiphon.start(settings)) {
      ThreadListRuntime threads = antiphon.runtime().threads("ada");
      ThreadRuntime thread = threads.open("from-jars");
      thread.load().toCompletableFuture().get(20, TimeUnit.SECONDS);
      threads.load().toCompletableFuture().get(20, TimeUnit.SECONDS);
      List<Message> messages = thread.state().messages();

      assertThat(messages).hasSize(2);
      FilePart file = (FilePart) messages.get(0).attachments().get(0).content().get(0);
      assertThat(file.data()).startsWith(cloud.url().toString());
      assertThat(messages.get(1).text()).isNotBlank();
      assertThat(threads.item("from-jars").orElseThrow().title())
          .isEqualTo("The weather \u00e4t noon");
    }
  }

  @Test
  @DisplayName("LIST-26: with an API key, a conversation with file, mark and title is there again")
  void apiKey() throws Exception {
    Settings settings = settings(Map.of("cloud.api-key", FakeCloud.KEY));

    talk(settings);

    assertIsThere(settings);
    assertThat(cloud.threads("ada")).isEqualTo(1);
    assertThat(cloud.files()).isEqualTo(1);
    assertThat(cloud.marks()).isEqualTo(1);
  }

  @Test
  @DisplayName("LIST-26: an anonymous owner is known again after a restart")
  void anonymous() throws Exception {
    Settings settings =
        settings(Map.of("cloud.anonymous", "true", "cloud.token-folder", folder.toString()));

    talk(settings);

    assertIsThere(settings);
  }
}
