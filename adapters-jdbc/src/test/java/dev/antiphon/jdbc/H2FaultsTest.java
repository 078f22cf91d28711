package dev.antiphon.jdbc;

import static dev.antiphon.jdbc.Batches.THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.antiphon.port.StorageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FaultsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;

  H2FaultsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  @DisplayName(
      "D10, ERR-6: a full disk is told as such, loses nothing, and is used again when there is room")
  void diskFull() {
    FaultyDisk.Disk disk = FaultyDisk.of(folder);
    try (ConnectionPool pool = new ConnectionPool(
        H2Url.checked(FaultyDisk.url(folder.resolve("chat"))),
        "sa",
        "",
        PoolOptions.of(Durability.PROCESS))) {
      JdbcThreadHistory history = new JdbcThreadHistory(pool);
      List<String> acknowledged = new ArrayList<>();
      List<StorageException> failures = new ArrayList<>();
      write(history, "before", acknowledged, failures);

      disk.leave(300_000);
      for (int number = 0; failures.size() < 3; number++) {
        write(history, "m" + number, acknowledged, failures);
      }
      disk.leave(Long.MAX_VALUE);

      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(Batches.stored(history)).containsAll(acknowledged));
      write(history, "after", acknowledged, new ArrayList<>());
      assertThat(acknowledged).hasSizeGreaterThan(5).last().isEqualTo("after");
      assertThat(Batches.stored(history)).containsAll(acknowledged).doesNotHaveDuplicates();
      assertThat(failures).first().extracting(StorageException::code).isEqualTo("disk-full");
      assertThat(failures).allMatch(StorageException::isRetryable);
    }
  }

  @Test
  @DisplayName(
      "D12: a thread that is interrupted all the time harms no other thread, and loses nothing")
  void interrupted() throws InterruptedException {
    try (EmbeddedH2 h2 = new EmbeddedH2(folder.resolve("chat"))) {
      JdbcThreadHistory history = new JdbcThreadHistory(h2.dataSource());
      history.load(THREAD);
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      AtomicInteger failures = new AtomicInteger();
      AtomicBoolean isOver = new AtomicBoolean();
      Thread writer = new Thread(() -> {
        for (int number = 0; !isOver.get(); number++) {
          try {
            history.write(THREAD, Batches.append("i" + number));
            acknowledged.add("i" + number);
          } catch (StorageException failed) {
            failures.incrementAndGet();
          }
        }
      });
      writer.start();
      for (int number = 0; number < 200; number++) {
        writer.interrupt();
        try {
          history.write(THREAD, Batches.append("m" + number));
          acknowledged.add("m" + number);
        } catch (StorageException failed) {
          failures.incrementAndGet();
        }
      }
      isOver.set(true);
      writer.join();

      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(Batches.stored(history)).containsAll(acknowledged));
      assertThat(history.write(THREAD, Batches.append("after")).value()).isPositive();
      assertThat(acknowledged).hasSizeGreaterThan(100);
    }
  }

  @Test
  @DisplayName(
      "D12: a database that H2 closed under everybody is opened again, and nothing is lost")
  void closedUnderneath() throws SQLException {
    try (EmbeddedH2 h2 = new EmbeddedH2(folder.resolve("chat"))) {
      ConnectionPool pool = (ConnectionPool) h2.dataSource();
      JdbcThreadHistory history = new JdbcThreadHistory(h2.dataSource());
      List<String> acknowledged = new ArrayList<>();
      List<StorageException> failures = new ArrayList<>();
      for (int number = 0; number < 30; number++) {
        write(history, "m" + number, acknowledged, failures);
        if (number % 5 == 0) {
          // What H2 does to itself when a file channel is closed under it, or when it cannot write.
          try (Connection connection = DriverManager.getConnection(
                  pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
              Statement statement = connection.createStatement()) {
            statement.execute("shutdown immediately");
          }
        }
      }

      assertThat(failures).isEmpty();
      assertThat(Batches.stored(history)).isEqualTo(acknowledged);
    }
  }

  @Test
  @DisplayName("D12: a thread that comes in interrupted stores all the same, and stays interrupted")
  void comesInterrupted() {
    try (EmbeddedH2 h2 = new EmbeddedH2(folder.resolve("chat"))) {
      JdbcThreadHistory history = new JdbcThreadHistory(h2.dataSource());
      Thread.currentThread().interrupt();

      history.write(THREAD, Batches.append("q"));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(Batches.stored(history)).containsExactly("q");
    }
  }

  private static void write(
      JdbcThreadHistory history,
      String id,
      List<String> acknowledged,
      List<StorageException> failures) {
    try {
      history.write(THREAD, Batches.append(id));
      acknowledged.add(id);
    } catch (StorageException failed) {
      failures.add(failed);
    }
  }
}
