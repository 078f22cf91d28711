package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedH2Test {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");

  private final Path folder;
  private final Path file;

  EmbeddedH2Test(@TempDir Path place) {
    folder = place.resolve("new");
    file = folder.resolve("chat");
  }

  @Test
  @DisplayName("making and closing one that is not used touches no file")
  void lazy() {
    EmbeddedH2 h2 = new EmbeddedH2(file);
    h2.close();
    h2.close();

    assertThat(folder).doesNotExist();
  }

  @Test
  @DisplayName("G1: what was stored is there when the file is opened again")
  void reopened() {
    try (EmbeddedH2 h2 = new EmbeddedH2(file)) {
      store(h2, "q");
    }

    try (EmbeddedH2 h2 = new EmbeddedH2(file)) {
      assertThat(new JdbcThreadHistory(h2.dataSource()).load(THREAD).items()).hasSize(1);
    }
  }

  @Test
  @DisplayName("G1: the database runs without write delay")
  void writeDelay() throws SQLException {
    try (EmbeddedH2 h2 = new EmbeddedH2(file);
        Connection connection = h2.dataSource().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(
            "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  @DisplayName("a large file is made smaller when it is closed, and keeps everything")
  void compacted() throws IOException {
    try (EmbeddedH2 h2 = new EmbeddedH2(file)) {
      for (int number = 0; number < 100; number++) {
        store(h2, "q" + number);
      }
    }
    long before = Files.size(database());

    EmbeddedH2 small = new EmbeddedH2(file, PoolOptions.of(Durability.PROCESS), 0);
    store(small, "last");
    small.close();

    assertThat(Files.size(database())).isLessThan(before);
    try (EmbeddedH2 h2 = new EmbeddedH2(file)) {
      assertThat(new JdbcThreadHistory(h2.dataSource()).load(THREAD).items()).hasSize(101);
    }
  }

  @Test
  @DisplayName("ERR-6: a file that is no database is unavailable, in one line that names it")
  void notADatabase() throws IOException {
    Files.createDirectories(folder);
    byte[] noise = new byte[64 * 1024];
    new Random(1).nextBytes(noise);
    Files.write(database(), noise);

    assertUnreadable();
  }

  @Test
  @DisplayName("ERR-6: a database whose middle was overwritten is unavailable, or still opens")
  void damaged() throws IOException {
    try (EmbeddedH2 h2 = new EmbeddedH2(file)) {
      store(h2, "q");
    }
    byte[] bytes = Files.readAllBytes(database());
    new Random(1).nextBytes(bytes);
    Files.write(database(), bytes);

    assertUnreadable();
  }

  @Test
  @DisplayName("ERR-6: a folder that cannot be made is unavailable")
  void noFolder() throws IOException {
    Files.writeString(folder, "a file where the folder should be");

    try (EmbeddedH2 h2 = new EmbeddedH2(file)) {
      assertThatThrownBy(() -> new JdbcThreadHistory(h2.dataSource()).load(THREAD))
          .isInstanceOfSatisfying(StorageException.class, failure -> {
            assertThat(failure.code()).isEqualTo("unavailable");
            assertThat(failure.getMessage()).contains("its folder").doesNotContain("\n");
          });
    }
  }

  @Test
  @DisplayName("D5: when every connection is taken, the wait ends with a time-out")
  void poolEmpty() throws SQLException {
    try (EmbeddedH2 h2 = new EmbeddedH2(file)) {
      JdbcThreadHistory history = new JdbcThreadHistory(h2.dataSource());
      history.load(THREAD);
      HikariDataSource pool = (HikariDataSource) h2.dataSource();
      pool.setConnectionTimeout(250);
      List<Connection> taken = new ArrayList<>();
      while (taken.size() < pool.getMaximumPoolSize()) {
        taken.add(pool.getConnection());
      }

      assertThatThrownBy(() -> history.load(THREAD))
          .isInstanceOfSatisfying(StorageException.class, failure -> {
            assertThat(failure.code()).isEqualTo("timeout");
            assertThat(failure.isRetryable()).isTrue();
          });
      for (Connection connection : taken) {
        connection.close();
      }
      assertThat(history.load(THREAD).items()).isEmpty();
    }
  }

  private void assertUnreadable() {
    try (EmbeddedH2 h2 = new EmbeddedH2(file)) {
      assertThatThrownBy(() -> new JdbcThreadHistory(h2.dataSource()).load(THREAD))
          .isInstanceOfSatisfying(StorageException.class, failure -> {
            assertThat(failure.code()).isEqualTo("unavailable");
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure.getMessage())
                .contains(database().toString())
                .contains("backup")
                .doesNotContain("\n");
          });
    }
    assertThat(folder.resolve("chat.trace.db"))
        .as("H2's trace, which would have values in it")
        .doesNotExist();
  }

  private Path database() {
    return file.resolveSibling("chat.mv.db");
  }

  private static void store(EmbeddedH2 h2, String id) {
    new JdbcThreadHistory(h2.dataSource())
        .write(
            THREAD,
            new HistoryBatch(
                ThreadRevision.UNKNOWN,
                List.of(new HistoryEntry.Append(
                    MessageItem.of(SampleMessages.user(id, "Where is the key?"), null)))));
  }
}
