package dev.antiphon.jdbc;

import static dev.antiphon.jdbc.Batches.THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.antiphon.message.Feedback;
import dev.antiphon.port.FeedbackRequest;
import dev.antiphon.port.FileId;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadRecord;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.testing.LiveWorld;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresNetworkIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int MESSAGES = 200;

  private final String serverUrl = TestDatabases.postgresUrl();
  private final TcpProxy network;
  private final ConnectionPool pool;
  private final JdbcThreadHistory history;
  private final JdbcThreadList list;

  PostgresNetworkIT() throws IOException {
    network = new TcpProxy(TestDatabases.postgresPort());
    pool = new ConnectionPool(
        network.url(serverUrl), null, null, new PoolOptions(Durability.POWER, TIMEOUT, 4));
    history = new JdbcThreadHistory(pool);
    list = new JdbcThreadList(pool);
  }

  @BeforeEach
  void createThread() {
    list.initialize(THREAD);
  }

  @AfterEach
  void close() throws IOException {
    pool.close();
    network.close();
  }

  @ParameterizedTest
  @EnumSource(names = "CUTS_.*", mode = EnumSource.Mode.MATCH_ALL)
  @DisplayName("D8: a commit whose outcome is unknown is settled: everything is stored, and once")
  void outcomeUnknown(TcpProxy.Network cut) throws IOException {
    network.is(cut);
    ThreadRevision first = history.write(THREAD, Batches.append(ThreadRevision.NEW, "q"));
    network.is(cut);
    ThreadRevision second = history.write(THREAD, Batches.change(first, "q"));
    network.is(cut);
    ThreadRevision third =
        history.write(THREAD, new HistoryBatch(second, List.of(new HistoryEntry.Head(null))));
    network.is(cut);
    ThreadRevision fourth = history.write(THREAD, Batches.append(ThreadRevision.UNKNOWN, "r"));

    assertThat(List.of(first, second, third, fourth))
        .extracting(ThreadRevision::value)
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(Batches.stored(history)).containsExactly("q", "r");
    assertThat(history.load(THREAD).revision()).isEqualTo(fourth);
  }

  @ParameterizedTest
  @EnumSource(names = "CUTS_.*", mode = EnumSource.Mode.MATCH_ALL)
  @DisplayName("D8: so are threads, titles, marks and files")
  void othersToo(TcpProxy.Network cut) throws Exception {
    JdbcFeedback feedback = new JdbcFeedback(pool);
    JdbcAttachmentStore store = new JdbcAttachmentStore(pool);
    byte[] large = new byte[2 * JdbcAttachmentStore.CHUNK_BYTES + 1];

    network.is(cut);
    ThreadRecord created = list.initialize(Batches.OTHER_THREAD);
    network.is(cut);
    list.rename(Batches.OTHER_THREAD, "Keys");
    network.is(cut);
    feedback.submit(new FeedbackRequest(
        THREAD, SampleMessages.assistant("a", "text"), new Feedback(Feedback.Type.POSITIVE, null)));
    network.is(cut);
    FileId small = store.put("alice", new ByteArrayInputStream(new byte[] {1, 2, 3}));
    network.is(cut);
    FileId file = store.put("alice", new ByteArrayInputStream(large));
    network.is(cut);
    list.delete(THREAD);

    assertThat(created.id()).isEqualTo(Batches.OTHER_THREAD.threadId());
    assertThat(list.list("alice", null).threads())
        .extracting(ThreadRecord::title)
        .containsExactly("Keys");
    assertThat(store.open("alice", small).readAllBytes()).containsExactly(1, 2, 3);
    assertThat(store.open("alice", file).readAllBytes()).isEqualTo(large);
    assertThat(count("antiphon_file")).isEqualTo(2);
    assertThat(count("antiphon_file_chunk")).isEqualTo(4);
    assertThat(count("antiphon_feedback")).isZero();
  }

  @Test
  @DisplayName("D1, ERR-6: while the database is down calls fail in time, and then they work again")
  void down() {
    history.write(THREAD, Batches.append(ThreadRevision.NEW, "q"));
    network.is(TcpProxy.Network.DOWN);

    long began = System.nanoTime();
    for (Runnable call : List.<Runnable>of(
        () -> history.write(THREAD, Batches.append(new ThreadRevision(1), "r")),
        () -> history.load(THREAD),
        () -> list.list("alice", null))) {
      assertThatThrownBy(call::run).isInstanceOfSatisfying(StorageException.class, failure -> {
        assertThat(failure.code()).isIn("unavailable", "timeout");
        assertThat(failure.isRetryable()).isTrue();
      });
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.multipliedBy(15));
    network.is(TcpProxy.Network.UP);

    await()
        .atMost(LiveWorld.PATIENCE)
        .ignoreException(StorageException.class)
        .untilAsserted(
            () -> assertThat(history.load(THREAD).revision()).isEqualTo(new ThreadRevision(1)));
    history.write(THREAD, Batches.append(new ThreadRevision(1), "r"));
    assertThat(Batches.stored(history)).containsExactly("q", "r");
  }

  @Test
  @DisplayName("D4, ERR-6: when no answer comes the call ends with a time-out, not never")
  void stalled() {
    history.write(THREAD, Batches.append(ThreadRevision.NEW, "q"));
    network.is(TcpProxy.Network.STALLED);

    long began = System.nanoTime();
    assertThatThrownBy(() -> history.load(THREAD))
        .isInstanceOfSatisfying(StorageException.class, failure -> {
          assertThat(failure.code()).isEqualTo("timeout");
          assertThat(failure.isRetryable()).isTrue();
        });
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.multipliedBy(6));
    network.is(TcpProxy.Network.UP);

    await()
        .atMost(LiveWorld.PATIENCE)
        .ignoreException(StorageException.class)
        .untilAsserted(() -> assertThat(Batches.stored(history)).containsExactly("q"));
  }

  @Test
  @DisplayName(
      "D19: sessions that the server ends, again and again, lose nothing and store nothing twice")
  void terminated() throws Exception {
    BlockingQueue<String> acknowledged = new LinkedBlockingQueue<>();
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
      ThreadRevision at = ThreadRevision.NEW;
      for (int number = 0; number < MESSAGES; number++) {
        at = history.write(THREAD, Batches.append(at, "m" + number));
        acknowledged.add("m" + number);
      }
    });
    List<String> heard = new ArrayList<>();
    int sinceEnd = 0;
    while (heard.size() < MESSAGES && !writer.isCompletedExceptionally()) {
      String next = acknowledged.poll(1, TimeUnit.SECONDS);
      if (next != null) {
        heard.add(next);
        sinceEnd++;
      }
      if (sinceEnd == 5) {
        endSessions();
        // A message is to be hit once at most, however fast the others came meanwhile.
        acknowledged.drainTo(heard);
        sinceEnd = 0;
      }
    }

    writer.get(LiveWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(Batches.stored(history)).isEqualTo(heard).hasSize(MESSAGES);
  }

  private void endSessions() {
    Jdbi.create(serverUrl)
        .useHandle(handle -> handle
            .createQuery("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                + " where application_name = 'antiphon'")
            .mapTo(Long.class)
            .one());
  }

  private int count(String table) {
    return Jdbi.create(serverUrl)
        .withHandle(handle -> handle
            .createQuery("select count(*) from " + table)
            .mapTo(Integer.class)
            .one());
  }
}
