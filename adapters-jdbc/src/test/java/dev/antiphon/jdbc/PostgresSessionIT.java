package dev.antiphon.jdbc;

import static dev.antiphon.jdbc.Batches.THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.testing.LiveWorld;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PostgresSessionIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final String url = TestDatabases.postgresUrl();
  private final Jdbi server = Jdbi.create(url);
  private final ConnectionPool pool = pool(url, Durability.POWER);
  private final JdbcThreadHistory history = new JdbcThreadHistory(pool);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  @DisplayName("D4: the server itself ends what takes too long, in every session of ours")
  void timeouts() {
    for (String setting :
        List.of("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")) {
      assertThat(shown(pool, setting)).isEqualTo("1s");
    }
  }

  @Test
  @DisplayName("G1: durability POWER waits for the server's disk, also where the server would not")
  void power() {
    String careless = url + "&options=-c%20synchronous_commit=off";
    String careful = url + "&options=-c%20synchronous_commit=remote_apply";

    try (ConnectionPool one = pool(careless, Durability.POWER);
        ConnectionPool other = pool(careful, Durability.POWER)) {
      assertThat(shown(one, "synchronous_commit")).isEqualTo("on");
      assertThat(shown(other, "synchronous_commit")).isEqualTo("remote_apply");
    }
  }

  @Test
  @DisplayName("G1: durability PROCESS does not wait for the server's disk")
  void process() {
    try (ConnectionPool one = pool(url, Durability.PROCESS)) {
      assertThat(shown(one, "synchronous_commit")).isEqualTo("off");
    }
  }

  @Test
  @DisplayName(
      "D4: a client that froze in a transaction holds up others no longer than the timeout")
  void frozenClient() throws Exception {
    history.write(THREAD, Batches.append(ThreadRevision.NEW, "q"));
    try (Connection frozen = pool.getConnection();
        Statement statement = frozen.createStatement()) {
      frozen.setAutoCommit(false);
      statement.execute("update antiphon_thread set title = 'frozen'");

      await()
          .atMost(LiveWorld.PATIENCE)
          .ignoreException(StorageException.class)
          .until(() ->
              history.write(THREAD, Batches.append(new ThreadRevision(1), "r")).value() == 2);

      assertThatThrownBy(frozen::commit).isInstanceOf(java.sql.SQLException.class);
    }
    assertThat(Batches.stored(history)).containsExactly("q", "r");
  }

  @Test
  @DisplayName("D4, ERR-6: who waits for a lock for too long is told that it is a time-out")
  void lockTimeout() throws Exception {
    history.write(THREAD, Batches.append(ThreadRevision.NEW, "q"));
    try (Connection other = server.open().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("update antiphon_thread set title = 'held'");

      assertThatThrownBy(() -> history.write(THREAD, Batches.append(new ThreadRevision(1), "r")))
          .isInstanceOfSatisfying(StorageException.class, failure -> {
            assertThat(failure.code()).isEqualTo("timeout");
            assertThat(failure.isRetryable()).isTrue();
          });
      other.rollback();
    }
  }

  @Test
  @DisplayName("D4, ERR-6: a statement that takes too long is ended, and told as a time-out")
  void statementTimeout() {
    failingInserts("perform pg_sleep(30); return new;");

    assertFails("timeout", true);
  }

  @Test
  @DisplayName("ERR-6: what the server refuses has a code, and no word of what was stored")
  void refusals() {
    assertRefused("53100", "disk-full", true);
    assertRefused("23514", "conflict", false);
    assertRefused("23505", "conflict", false);
    assertRefused("22001", "too-large", false);
    assertRefused("42703", "schema", false);
    assertRefused("40001", "timeout", true);
    assertRefused("P0001", "unavailable", true);
  }

  @Test
  @DisplayName(
      "D6: of two transactions that wait for each other, ours is done again and stored once")
  void deadlock() throws Exception {
    String patient = url + "&options=-c%20deadlock_timeout=2s";
    try (ConnectionPool ours = new ConnectionPool(
            patient, null, null, new PoolOptions(Durability.POWER, LiveWorld.PATIENCE, 2));
        Connection theirs = server.open().getConnection();
        Statement statement = theirs.createStatement()) {
      JdbcThreadHistory waiting = new JdbcThreadHistory(ours);
      waiting.write(THREAD, Batches.append(ThreadRevision.NEW, "q"));
      theirs.setAutoCommit(false);
      // Whose turn it is to look for a deadlock first is the one that is ended.
      statement.execute("set deadlock_timeout = '1min'");
      statement.execute("update antiphon_message set run_config = null");
      CompletableFuture<ThreadRevision> written = CompletableFuture.supplyAsync(
          () -> waiting.write(THREAD, Batches.change(new ThreadRevision(1), "q")));
      await().atMost(LiveWorld.PATIENCE).until(this::isSomeoneWaiting);

      statement.execute("update antiphon_thread set title = 'theirs'");
      theirs.commit();

      assertThat(written.get(LiveWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(new ThreadRevision(2));
    }
    assertThat(Batches.stored(history)).containsExactly("q");
    assertThat(new JdbcThreadList(pool).fetch(THREAD))
        .hasValueSatisfying(record -> assertThat(record.title()).isEqualTo("theirs"));
  }

  @Test
  @DisplayName(
      "D11: while the server's disk is full, what is stored can be read, and nothing is torn")
  void diskFull() {
    history.write(THREAD, Batches.append(ThreadRevision.NEW, "q"));
    failingInserts("raise exception 'could not extend file' using errcode = '53100';");

    assertFails("disk-full", true);

    assertThat(Batches.stored(history)).containsExactly("q");
    assertThat(history.load(THREAD).revision()).isEqualTo(new ThreadRevision(1));
  }

  @Test
  @DisplayName("D11: a server that takes no changes is told as such, and still reads")
  void readOnly() {
    history.write(THREAD, Batches.append(ThreadRevision.NEW, "q"));
    try (ConnectionPool readOnly =
        pool(url + "&options=-c%20default_transaction_read_only=on", Durability.POWER)) {
      JdbcThreadHistory onlyReads = new JdbcThreadHistory(readOnly);

      assertThat(Batches.stored(onlyReads)).containsExactly("q");
      assertThatThrownBy(() -> onlyReads.write(THREAD, Batches.append("r")))
          .isInstanceOfSatisfying(StorageException.class, failure -> {
            assertThat(failure.code()).isEqualTo("unavailable");
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasMessageContaining("takes no changes now");
          });
    }
  }

  @Test
  @DisplayName("ERR-6: a user that the server does not know is told to correct the settings")
  void unknownUser() {
    String stranger = url.replace("user=postgres", "user=hunter2");
    try (ConnectionPool refused = pool(stranger, Durability.POWER)) {
      assertThatThrownBy(() -> new JdbcThreadHistory(refused).load(THREAD))
          .isInstanceOfSatisfying(StorageException.class, failure -> {
            assertThat(failure.code()).isEqualTo("unavailable");
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure)
                .hasMessageContaining("Correct the settings")
                .hasMessageNotContaining("hunter2");
          });
    }
  }

  private void assertRefused(String state, String code, boolean isRetryable) {
    failingInserts(
        "raise exception 'Key (content)=(%s) is wrong', new.content using errcode = '%s';"
            .formatted("%", state));

    assertFails(code, isRetryable);
  }

  private void assertFails(String code, boolean isRetryable) {
    assertThatThrownBy(() -> history.write(THREAD, Batches.append("hunter2")))
        .isInstanceOfSatisfying(StorageException.class, failure -> {
          assertThat(failure.code()).isEqualTo(code);
          assertThat(failure.isRetryable()).isEqualTo(isRetryable);
          StringWriter text = new StringWriter();
          failure.printStackTrace(new PrintWriter(text));
          assertThat(text.toString()).doesNotContain("hunter2").doesNotContain("the key");
        });
  }

  /** Has the server do something else than to insert a message. */
  private void failingInserts(String body) {
    history.load(THREAD);
    server.useHandle(handle -> {
      handle.execute("create or replace function fail() returns trigger language plpgsql as $$"
          + " begin " + body + " end $$");
      handle.execute("create or replace trigger fail before insert or update on antiphon_message"
          + " for each row execute function fail()");
    });
  }

  private boolean isSomeoneWaiting() {
    return server.withHandle(handle -> handle
        .createQuery("select count(*) > 0 from pg_locks where not granted")
        .mapTo(Boolean.class)
        .one());
  }

  private static ConnectionPool pool(String url, Durability durability) {
    return new ConnectionPool(url, null, null, new PoolOptions(durability, TIMEOUT, 4));
  }

  private static String shown(ConnectionPool pool, String setting) {
    return Jdbi.create(pool)
        .withHandle(
            handle -> handle.createQuery("show " + setting).mapTo(String.class).one());
  }
}
