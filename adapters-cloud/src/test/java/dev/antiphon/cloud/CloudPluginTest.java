package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.spi.Offer;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.Settings;
import dev.antiphon.spi.SettingsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudPluginTest {

  private static final ThreadKey THREAD = new ThreadKey("ada", "plans");

  @TempDir
  Path folder;

  private final CloudWorld world = new CloudWorld();
  private final Plugins plugins = Plugins.discover();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private <T> Offer<T> offer(Port<T> port) {
    return plugins.offers(port).stream()
        .filter(each -> each.name().equals("cloud"))
        .findFirst()
        .orElseThrow();
  }

  private Settings settings(Map<String, String> more) {
    Map<String, String> values = new TreeMap<>(more);
    values.put("cloud.base-url", world.cloud.url().toString());
    return Settings.of(values);
  }

  @Test
  @DisplayName("the jar offers history, thread list, titles, attachments and feedback")
  void discovered() {
    for (Port<?> port :
        new Port<?>[] {Port.HISTORY, Port.THREADS, Port.TITLES, Port.ATTACHMENTS, Port.FEEDBACK}) {
      assertThat(offer(port).keys()).as(port.toString()).contains("cloud.api-key");
    }
  }

  @Test
  @DisplayName("with an API key each owner has a workspace, or all share the one that is named")
  void apiKey() throws Exception {
    Map<String, String> key = Map.of("cloud.api-key", FakeAccounts.KEY);
    offer(Port.THREADS).create(settings(key)).initialize(THREAD);
    Map<String, String> shared = new TreeMap<>(key);
    shared.put("cloud.workspace", "team");
    offer(Port.THREADS).create(settings(shared)).initialize(THREAD);

    assertThat(world.cloud.data.threads("ada")).hasSize(1);
    assertThat(world.cloud.data.threads("team")).hasSize(1);
  }

  @Test
  @DisplayName("anonymous owners keep their identity in the folder over a restart")
  void anonymous() throws Exception {
    Settings settings =
        settings(Map.of("cloud.anonymous", "true", "cloud.token-folder", folder.toString()));
    offer(Port.THREADS).create(settings).initialize(THREAD);

    RemoteThreadListAdapter restarted = Plugins.discover().offers(Port.THREADS).stream()
        .filter(each -> each.name().equals("cloud"))
        .findFirst()
        .orElseThrow()
        .create(settings);

    assertThat(restarted.fetch(THREAD)).isPresent();
    assertThat(world.cloud.count("POST", "/auth/tokens/anonymous")).isEqualTo(1);
  }

  @Test
  @DisplayName("adapters of the same settings share what the client knows")
  void shared() throws Exception {
    Settings settings = settings(Map.of("cloud.api-key", FakeAccounts.KEY));
    offer(Port.THREADS).create(settings).initialize(THREAD);
    long before = world.cloud.count("GET", "/threads");

    ThreadHistoryAdapter history = offer(Port.HISTORY).create(settings);
    history.load(THREAD);

    assertThat(world.cloud.count("GET", "/threads")).isEqualTo(before);
  }

  @Test
  @DisplayName("which files are taken is a setting")
  void files() throws Exception {
    AttachmentAdapter attachments = offer(Port.ATTACHMENTS)
        .create(settings(Map.of(
            "cloud.api-key", FakeAccounts.KEY,
            "cloud.accept", ".pdf",
            "cloud.max-file-bytes", "1000")));

    assertThat(attachments.accept()).isEqualTo(".pdf");
  }

  @Test
  @DisplayName("settings that can never work are refused with what to set, and show no key")
  void refused() {
    for (Map<String, String> wrong : List.<Map<String, String>>of(
        Map.of(),
        Map.of("cloud.api-key", "secret-key", "cloud.anonymous", "true"),
        Map.of("cloud.api-key", "secret key"),
        Map.of("cloud.api-key", "secret-key", "cloud.attempts", "0"),
        Map.of("cloud.api-key", "secret-key", "cloud.max-file-bytes", "0"),
        Map.of("cloud.api-key", "secret-key", "cloud.timeout", "0s"))) {
      assertThatThrownBy(() -> offer(Port.HISTORY).create(settings(wrong)))
          .isInstanceOf(SettingsException.class)
          .satisfies(
              failure -> assertThat(CloudTokensTest.stackTrace(failure)).doesNotContain("secret"));
    }
  }
}
