package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.FeedbackRequest;
import dev.antiphon.port.FileId;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.testing.LiveWorld;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolOfOneIT {

  private static final int THREADS = 8;
  private static final int TURNS = 5;

  @Test
  @DisplayName(
      "D5: eight who do everything at once over one connection wait, but not for each other")
  void onH2(@TempDir Path folder) throws Exception {
    try (EmbeddedH2 h2 = new EmbeddedH2(folder.resolve("chat"), one(Durability.PROCESS))) {
      doEverythingAtOnce(h2.dataSource());
    }
  }

  @Test
  @DisplayName("D5: so it is on PostgreSQL, the creation of the tables included")
  void onPostgres() throws Exception {
    try (ConnectionPool pool =
        new ConnectionPool(TestDatabases.postgresUrl(), null, null, one(Durability.POWER))) {
      doEverythingAtOnce(pool);
    }
  }

  private static PoolOptions one(Durability durability) {
    return new PoolOptions(durability, Duration.ofSeconds(20), 1);
  }

  private static void doEverythingAtOnce(DataSource dataSource) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int number = 0; number < THREADS; number++) {
        ThreadKey thread = new ThreadKey("alice", "thread-" + number);
        all.add(CompletableFuture.runAsync(() -> doEverything(dataSource, thread), executor));
      }
      for (CompletableFuture<Void> each : all) {
        each.get(LiveWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    } finally {
      executor.shutdown();
    }
    assertThat(new JdbcThreadList(dataSource).list("alice", null).threads()).hasSize(THREADS);
  }

  private static void doEverything(DataSource dataSource, ThreadKey thread) {
    JdbcThreadList list = new JdbcThreadList(dataSource);
    JdbcThreadHistory history = new JdbcThreadHistory(dataSource);
    JdbcAttachmentStore store = new JdbcAttachmentStore(dataSource);
    list.initialize(thread);
    ThreadRevision at = ThreadRevision.NEW;
    for (int turn = 0; turn < TURNS; turn++) {
      at = history.write(thread, Batches.append(at, "m" + turn));
      new JdbcFeedback(dataSource)
          .submit(new FeedbackRequest(
              thread,
              SampleMessages.assistant("m" + turn, "text"),
              new Feedback(Feedback.Type.POSITIVE, null)));
      try {
        FileId file = store.put(
            thread.owner(),
            new ByteArrayInputStream(new byte[2 * JdbcAttachmentStore.CHUNK_BYTES]));
        try (InputStream content = store.open(thread.owner(), file)) {
          // Between two reads other calls want the connection.
          content.readNBytes(JdbcAttachmentStore.CHUNK_BYTES);
          list.rename(thread, "turn " + turn);
          assertThat(content.readAllBytes()).hasSize(JdbcAttachmentStore.CHUNK_BYTES);
        }
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
    assertThat(history.load(thread).items()).hasSize(TURNS);
  }
}
