package dev.antiphon.jdbc;

import static dev.antiphon.jdbc.Batches.THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.port.ThreadRevision;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What works with whatever data source an application has. */
abstract class HostDataSourceContract {

  /** Returns an empty database, without a pool. */
  abstract DataSource database();

  @Test
  @DisplayName("HIST-2: a pool whose connections do not commit by themselves stores all the same")
  void noAutoCommit() throws SQLException {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(database());
      pool.setAutoCommit(false);
      pool.setMaximumPoolSize(2);

      assertStores(pool);

      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).as("given back as it was").isFalse();
      }
    }
  }

  @Test
  @DisplayName("HIST-2: nor does such a pool leave half a batch when the rest of it fails")
  void noHalves() {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(database());
      pool.setAutoCommit(false);
      ObservedDataSource observed = new ObservedDataSource(pool);
      JdbcThreadHistory history = new JdbcThreadHistory(observed.dataSource());
      history.load(THREAD);
      observed.failWith(act -> act.startsWith("insert into antiphon_message")
          ? new SQLException("refused", "HY000")
          : null);

      assertThatThrownBy(() -> history.write(THREAD, Batches.append("q")))
          .isInstanceOf(StorageException.class);

      assertThat(history.load(THREAD)).isEqualTo(LoadedThread.EMPTY);
    }
  }

  @Test
  @DisplayName("HIST-2: a plain source that gives a connection back as it was needs no pool")
  void plain() {
    assertStores(database());
  }

  @Test
  @DisplayName("HIST-2: the strictest isolation is served too")
  void serializable() {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(database());
      pool.setTransactionIsolation("TRANSACTION_SERIALIZABLE");

      assertStores(pool);
    }
  }

  @Test
  @DisplayName("D5: once the tables are there, a pool of one connection is enough for everything")
  void oneConnection() {
    DataSource database = database();
    new JdbcThreadHistory(database).load(THREAD);
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(database);
      pool.setMaximumPoolSize(1);

      assertStores(pool);
    }
  }

  private static void assertStores(DataSource dataSource) {
    JdbcThreadList list = new JdbcThreadList(dataSource);
    list.initialize(THREAD);
    list.rename(THREAD, "Keys");
    ThreadRevision first =
        new JdbcThreadHistory(dataSource).write(THREAD, Batches.append(ThreadRevision.NEW, "q"));
    new JdbcThreadHistory(dataSource).write(THREAD, Batches.append(first, "r"));

    assertThat(Batches.stored(new JdbcThreadHistory(dataSource))).containsExactly("q", "r");
    assertThat(new JdbcThreadList(dataSource).list("alice", null).threads())
        .extracting(ThreadRecord::title)
        .containsExactly("Keys");
  }
}
