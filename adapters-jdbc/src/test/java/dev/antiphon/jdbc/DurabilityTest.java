package dev.antiphon.jdbc;

import static dev.antiphon.jdbc.Batches.THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.antiphon.port.StorageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {

  private static final int WRITES = 50;

  private final Path file;
  private final FaultyDisk.Disk disk;

  DurabilityTest(@TempDir Path folder) {
    file = folder.resolve("chat");
    disk = FaultyDisk.of(folder);
  }

  @Test
  @DisplayName("G1: with durability POWER every commit is forced to the disk before it is told")
  void power() {
    assertThat(forcedBy(Durability.POWER)).isGreaterThanOrEqualTo(WRITES);
  }

  @Test
  @DisplayName("G1: with durability PROCESS commits do not wait for the disk")
  void process() {
    assertThat(forcedBy(Durability.PROCESS)).isLessThan(WRITES / 2);
  }

  private long forcedBy(Durability durability) {
    try (ConnectionPool pool = new ConnectionPool(
        H2Url.checked(FaultyDisk.url(file)), "sa", "", PoolOptions.of(durability))) {
      JdbcThreadHistory history = new JdbcThreadHistory(pool);
      history.write(THREAD, Batches.append("first"));
      long before = disk.forced();
      for (int number = 0; number < WRITES; number++) {
        history.write(THREAD, Batches.append("m" + number));
      }
      return disk.forced() - before;
    }
  }

  @Test
  @DisplayName("G1: a data source of the host's that delays writes is told not to")
  void hostDelays() throws SQLException {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:file:" + file);
    try (Connection open = dataSource.getConnection()) {
      String before = writeDelay(dataSource);

      new JdbcThreadHistory(dataSource).write(THREAD, Batches.append("q"));

      assertThat(before).isEqualTo("500");
      assertThat(writeDelay(dataSource)).isEqualTo("0");
      assertThat(open.isValid(1)).isTrue();
    }
  }

  @Test
  @DisplayName(
      "G1: a data source whose URL says that writes are delayed, or lost, is refused by name")
  void hostInsists() {
    for (String setting : new String[] {"WRITE_DELAY=500", "write_delay=1", "RETENTION_TIME=0"}) {
      JdbcDataSource plain = new JdbcDataSource();
      plain.setURL("jdbc:h2:file:" + file + ";" + setting);
      HikariDataSource pool = new HikariDataSource();
      pool.setJdbcUrl("jdbc:h2:file:" + file + ";" + setting);

      for (DataSource dataSource : new DataSource[] {plain, pool}) {
        assertThatThrownBy(() -> new JdbcThreadHistory(dataSource))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(
                setting.substring(0, setting.indexOf('=')).toUpperCase(java.util.Locale.ROOT))
            .hasMessageContaining("Remove it");
      }
    }
  }

  @Test
  @DisplayName("a URL of the host's may run SQL and trace: that is the host's business")
  void hostMayInit() {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL(
        "jdbc:h2:mem:init;DB_CLOSE_DELAY=-1;INIT=set cache_size 1000\\;set cache_size 2000;TRACE_LEVEL_FILE=0");

    JdbcThreadHistory history = new JdbcThreadHistory(dataSource);

    assertThat(history.load(THREAD).items()).isEmpty();
  }

  @Test
  @DisplayName("G1: a user who may not stop the delay is told what to do, and nothing is written")
  void notAdministrator() throws SQLException {
    JdbcDataSource admin = dataSource("sa");
    try (Connection open = admin.getConnection()) {
      new JdbcThreadHistory(admin).write(THREAD, Batches.append("q"));
      Jdbi.create(admin).useHandle(handle -> {
        handle.execute("create user plain password ''");
        handle.execute("grant all on schema public to plain");
        handle.execute("set write_delay 500");
      });

      JdbcThreadHistory history = new JdbcThreadHistory(dataSource("plain"));

      assertThatThrownBy(() -> history.write(THREAD, Batches.append("r")))
          .isInstanceOfSatisfying(StorageException.class, refused -> {
            assertThat(refused.code()).isEqualTo("unavailable");
            assertThat(refused.isRetryable()).isFalse();
            assertThat(refused)
                .hasMessageContaining("set write_delay 0")
                .hasMessageContaining("WRITE_DELAY=0");
          });
      assertThat(Batches.stored(history)).containsExactly("q");
      assertThat(open.isValid(1)).isTrue();
    }
  }

  private JdbcDataSource dataSource(String user) {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:file:" + file);
    dataSource.setUser(user);
    dataSource.setPassword("");
    return dataSource;
  }

  private static String writeDelay(DataSource dataSource) {
    return Jdbi.create(dataSource)
        .withHandle(handle -> handle
            .createQuery("select setting_value from information_schema.settings"
                + " where setting_name = 'WRITE_DELAY'")
            .mapTo(String.class)
            .list()
            .get(0));
  }
}
