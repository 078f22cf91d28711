package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.tree.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashIT {

  private static final int CYCLES = Boolean.getBoolean("antiphon.thorough") ? 100 : 5;

  private final long seed = Long.getLong("antiphon.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, Set<String>> acknowledged = new HashMap<>();
  private final Map<String, Long> revisions = new HashMap<>();

  @Test
  @DisplayName("G1: a process that is killed loses nothing that it had acknowledged")
  void nothingAcknowledgedIsLost(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("chat");
    int total = 0;
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      total += runAndKill(file, cycle);
      check(file);
    }

    System.out.printf(
        "CrashIT: %d kills, %d acknowledged, 0 lost (-Dantiphon.seed=%d)%n", CYCLES, total, seed);
  }

  /** Lets a process write until it has acknowledged some, kills it, and notes all it had said. */
  private int runAndKill(Path file, int cycle) throws IOException {
    int killAfter = 1 + random.nextInt(400);
    int count = 0;
    try (ChildJvm child =
        ChildJvm.start(CrashWriter.class, file.toString(), String.valueOf(cycle))) {
      for (String line = child.readLine(); line != null; line = child.readLine()) {
        note(line);
        count++;
        if (count == killAfter) {
          child.kill();
        }
      }
    }
    assertThat(count).isGreaterThanOrEqualTo(killAfter);
    return count;
  }

  private void note(String line) {
    String[] words = line.split(" ", -1);
    if (words.length == 3 && !words[2].isEmpty()) {
      acknowledged.computeIfAbsent(words[0], thread -> new HashSet<>()).add(words[1]);
      revisions.merge(words[0], Long.valueOf(words[2]), Math::max);
    }
  }

  private void check(Path file) {
    try (EmbeddedH2 h2 = new EmbeddedH2(file)) {
      JdbcThreadHistory history = new JdbcThreadHistory(h2.dataSource());
      for (String thread : acknowledged.keySet()) {
        LoadedThread loaded = history.load(new ThreadKey(CrashWriter.OWNER, thread));
        Set<String> ids = new HashSet<>();
        for (StoredMessage stored : loaded.items()) {
          assertThat(stored).isInstanceOf(StoredMessage.Intact.class);
          assertThat(ids.add(stored.id().value())).as("stored once").isTrue();
          MessageId parent = stored.parentId();
          assertThat(parent == null || ids.contains(parent.value()))
              .as("has parent")
              .isTrue();
        }
        assertThat(ids).as("seed %d", seed).containsAll(acknowledged.get(thread));
        long revision = revisions.getOrDefault(thread, 0L);
        assertThat(loaded.revision().value()).isBetween(revision, revision + 1);
        assertThat(loaded.head())
            .isEqualTo(Head.of(loaded.items().get(loaded.items().size() - 1).id()));
      }
    }
  }
}
