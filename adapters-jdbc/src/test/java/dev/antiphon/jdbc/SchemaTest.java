package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadRecord;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SchemaTest {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");

  private final ObservedDataSource observed = new ObservedDataSource(TestDatabases.inMemory());
  private final DataSource dataSource = observed.dataSource();

  @Test
  @DisplayName("a warm start costs one SELECT, and Flyway is not started")
  void warmStart() {
    new JdbcThreadList(dataSource).initialize(THREAD);
    observed.takeActs();

    JdbcThreadHistory history = new JdbcThreadHistory(dataSource);
    history.load(THREAD);
    history.load(THREAD);

    assertThat(observed.takeActs())
        .hasSize(3)
        .satisfiesExactly(
            act -> assertThat(act).contains("antiphon_schema_history"),
            act -> assertThat(act).contains("antiphon_message"),
            act -> assertThat(act).contains("antiphon_message"));
  }

  @Test
  @DisplayName("nothing is done before the first call")
  void lazy() {
    new JdbcThreadHistory(dataSource);
    new JdbcThreadList(dataSource);

    assertThat(observed.takeActs()).isEmpty();
  }

  @Test
  @DisplayName("D14: tables newer than the code are refused, and both versions are named")
  void newer() {
    new JdbcThreadList(dataSource).initialize(THREAD);
    Jdbi.create(dataSource).useHandle(handle -> handle.execute("""
        insert into "antiphon_schema_history" ("installed_rank", "version", "description", "type",
          "script", "installed_by", "execution_time", "success")
        values (99, '7', 'later', 'SQL', 'V7__later.sql', 'sa', 1, true)"""));

    assertThatThrownBy(() -> new JdbcThreadHistory(dataSource).load(THREAD))
        .isInstanceOfSatisfying(StorageException.class, refused -> {
          assertThat(refused.code()).isEqualTo("schema");
          assertThat(refused.isRetryable()).isFalse();
          assertThat(refused).hasMessageContaining("version 7").hasMessageContaining("up to 2");
        });
  }

  @Test
  @DisplayName("K15: a migration that died before it was noted runs again, and keeps what is there")
  void diedWhileMigrating() {
    new JdbcThreadList(dataSource).initialize(THREAD);
    Jdbi.create(dataSource).useHandle(handle -> {
      handle.execute("delete from \"antiphon_schema_history\"");
      handle.execute("drop index antiphon_message_by_append");
    });

    List<ThreadRecord> threads =
        new JdbcThreadList(dataSource).list("alice", null).threads();

    assertThat(threads).extracting(ThreadRecord::id).containsExactly("thread-1");
  }

  @Test
  @DisplayName("tables of an application may stand beside ours")
  void besideOthers() {
    Jdbi.create(dataSource).useHandle(handle -> {
      handle.execute("create table customers (id int primary key)");
      handle.execute("create table \"flyway_schema_history\" (id int primary key)");
    });

    assertThat(new JdbcThreadHistory(dataSource).load(THREAD)).isEqualTo(LoadedThread.EMPTY);
  }

  @Test
  @DisplayName("the code knows the newest migration file")
  void newestFile() throws URISyntaxException, java.io.IOException {
    Path folder = Path.of(
        Objects.requireNonNull(SchemaTest.class.getResource("/db/antiphon")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString().split("__", 2)[0]))
          .contains("V" + Schema.VERSION)
          .hasSize(Schema.VERSION);
    }
  }
}
