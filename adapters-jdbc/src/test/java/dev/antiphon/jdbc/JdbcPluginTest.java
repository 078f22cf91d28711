package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.spi.Plugins;
import dev.antiphon.spi.Port;
import dev.antiphon.spi.Settings;
import dev.antiphon.spi.SettingsException;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcPluginTest {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");

  private final Plugins plugins = Plugins.of(new JdbcPlugin());

  @Test
  @DisplayName("the jar offers a history, a thread list and an attachment store named jdbc")
  void discovered() {
    Plugins found = Plugins.discover();

    assertThat(found.offers(Port.HISTORY)).singleElement().satisfies(offer -> {
      assertThat(offer.name()).isEqualTo("jdbc");
      assertThat(offer.pluginClass()).isEqualTo(JdbcPlugin.class.getName());
      assertThat(offer.keys())
          .containsExactly(
              "jdbc.url",
              "jdbc.folder",
              "jdbc.user",
              "jdbc.password",
              "jdbc.durability",
              "jdbc.timeout",
              "jdbc.connections");
    });
    assertThat(found.offers(Port.THREADS))
        .singleElement()
        .satisfies(offer -> assertThat(offer.name()).isEqualTo("jdbc"));
    assertThat(found.offers(Port.ATTACHMENT_STORE))
        .singleElement()
        .satisfies(offer -> assertThat(offer.name()).isEqualTo("jdbc"));
  }

  @Test
  @DisplayName("history and list share one database, which is closed with the last of them")
  void shared(@TempDir Path folder) throws Exception {
    Settings settings = Settings.of(Map.of("jdbc.folder", folder.toString()));
    ThreadHistoryAdapter history = history(settings);
    RemoteThreadListAdapter list = list(settings);

    store(history);
    assertThat(list.fetch(THREAD)).isPresent();
    ((AutoCloseable) history).close();
    ((AutoCloseable) history).close();
    assertThat(list.fetch(THREAD)).isPresent();
    ((AutoCloseable) list).close();

    assertThatThrownBy(() -> list.fetch(THREAD)).isInstanceOf(StorageException.class);
    assertThat(folder.resolve("chat.mv.db")).exists();
    ThreadHistoryAdapter again = history(settings);
    assertThat(again.load(THREAD).items()).hasSize(1);
    ((AutoCloseable) again).close();
  }

  @Test
  @DisplayName("a URL with user and password is used instead of the folder")
  void url() throws Exception {
    Map<String, String> values = Map.of(
        "jdbc.url", "jdbc:h2:mem:" + UUID.randomUUID(),
        "jdbc.user", "ada",
        "jdbc.password", "hunter2");
    ThreadHistoryAdapter history = history(Settings.of(values));
    RemoteThreadListAdapter list = list(Settings.of(values));

    store(history);

    assertThat(list.fetch(THREAD)).isPresent();
    ((AutoCloseable) history).close();
    ((AutoCloseable) list).close();
  }

  @Test
  @DisplayName("a URL that will not do is refused when the adapter is made, without its secrets")
  void refused() {
    for (String url : List.of(
        "jdbc:h2:mem:x;WRITE_DELAY=500;PASSWORD=hunter2",
        "jdbc:h2:mem:x;RETENTION_TIME=0;PASSWORD=hunter2",
        "jdbc:mysql://host/x?password=hunter2",
        "postgresql://host/x?password=hunter2")) {
      assertThatThrownBy(() -> history(Settings.of(Map.of("jdbc.url", url))))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("The JDBC URL")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  @DisplayName("the settings print no value")
  void noSecrets() {
    JdbcSettings settings = Settings.of(Map.of(
            "jdbc.url", "jdbc:h2:mem:hunter2", "jdbc.password", "hunter2", "jdbc.user", "hunter2"))
        .bind("jdbc", JdbcSettings.class);

    assertThat(settings.toString() + settings.location()).doesNotContain("hunter2");
    assertThat(settings.folder()).isEqualTo(Path.of("antiphon-data"));
  }

  private ThreadHistoryAdapter history(Settings settings) {
    return plugins.offers(Port.HISTORY).get(0).create(settings);
  }

  private RemoteThreadListAdapter list(Settings settings) {
    return plugins.offers(Port.THREADS).get(0).create(settings);
  }

  private static void store(ThreadHistoryAdapter history) {
    history.write(
        THREAD,
        new HistoryBatch(
            ThreadRevision.NEW,
            List.of(new HistoryEntry.Append(MessageItem.of(SampleMessages.user("q", "?"), null)))));
  }
}
