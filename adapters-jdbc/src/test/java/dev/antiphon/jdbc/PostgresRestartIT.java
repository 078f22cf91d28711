package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.testing.LiveWorld;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresRestartIT {

  private static final int KILLS = Boolean.getBoolean("antiphon.thorough") ? 20 : 1;

  private final Path data;
  private final List<String> acknowledged = new CopyOnWriteArrayList<>();
  private final AtomicBoolean isOver = new AtomicBoolean();

  PostgresRestartIT(@TempDir Path folder) {
    data = folder.resolve("data");
  }

  @Test
  @DisplayName(
      "D19: a server that is killed and comes back has lost nothing, and has nothing twice")
  void killed() throws Exception {
    EmbeddedPostgres server = start(0);
    int port = server.getPort();
    try (ConnectionPool pool = new ConnectionPool(
        server.getJdbcUrl("postgres", "postgres"),
        null,
        null,
        new PoolOptions(Durability.POWER, Duration.ofSeconds(2), 4))) {
      JdbcThreadHistory history = new JdbcThreadHistory(pool);
      CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(history));
      for (int kill = 0; kill < KILLS; kill++) {
        int before = acknowledged.size();
        await().atMost(LiveWorld.PATIENCE).until(() -> acknowledged.size() > before + 50);
        kill(server);
        server = start(port);
      }
      int before = acknowledged.size();
      await().atMost(LiveWorld.PATIENCE).until(() -> acknowledged.size() > before + 50);
      isOver.set(true);
      writer.get(LiveWorld.PATIENCE.toSeconds(), TimeUnit.SECONDS);

      assertThat(Batches.stored(history)).isEqualTo(acknowledged).doesNotHaveDuplicates();
    } finally {
      isOver.set(true);
      server.close();
    }
  }

  /** Writes one message after the other; where it cannot know, it looks. */
  private void write(JdbcThreadHistory history) {
    ThreadRevision at = ThreadRevision.NEW;
    for (int number = 0; !isOver.get(); number++) {
      String id = "m" + number;
      boolean isStored = false;
      while (!isStored) {
        try {
          at = history.write(Batches.THREAD, Batches.append(at, id));
          isStored = true;
        } catch (StorageException failed) {
          LoadedThread found = awaitLoad(history);
          at = found.revision();
          isStored = idsOf(found).contains(id);
        }
      }
      acknowledged.add(id);
    }
  }

  private static LoadedThread awaitLoad(JdbcThreadHistory history) {
    List<LoadedThread> loaded = new ArrayList<>();
    await()
        .atMost(LiveWorld.PATIENCE)
        .ignoreException(StorageException.class)
        .until(() -> loaded.add(history.load(Batches.THREAD)));
    return loaded.get(0);
  }

  private static List<String> idsOf(LoadedThread loaded) {
    return loaded.items().stream().map(StoredMessage::id).map(Object::toString).toList();
  }

  private EmbeddedPostgres start(int port) throws IOException {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("synchronous_commit", "on");
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  /** Kills the server that has the data, and waits until its sessions are gone with it. */
  private void kill(EmbeddedPostgres running) throws IOException {
    long pid =
        Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> sessions = server.children().toList();
    server.destroyForcibly();
    await()
        .atMost(LiveWorld.PATIENCE)
        .until(() -> !server.isAlive() && sessions.stream().noneMatch(ProcessHandle::isAlive));
    // It gives up its lock on the folder, and leaves the folder.
    running.close();
    Files.deleteIfExists(data.resolve("postmaster.pid"));
  }
}
