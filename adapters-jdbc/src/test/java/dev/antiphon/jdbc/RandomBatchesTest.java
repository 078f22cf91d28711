package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RandomBatchesTest {

  private final long seed = Long.getLong("antiphon.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private int count;

  /** Returns how many threads are written to. */
  int programs() {
    return Boolean.getBoolean("antiphon.thorough") ? 20_000 : 120;
  }

  /** Returns an empty database. */
  DataSource database() {
    return TestDatabases.inMemory();
  }

  @Test
  @DisplayName("HIST-2: whatever a batch mixes, the database ends as the plain model does")
  void sameAsModel() {
    InMemoryThreadHistory model = new InMemoryThreadHistory();
    JdbcThreadHistory history = new JdbcThreadHistory(database());
    for (int program = 0; program < programs(); program++) {
      ThreadKey thread = new ThreadKey("alice", "thread-" + program);
      List<HistoryBatch> batches = new ArrayList<>();
      for (int number = 0; number < 8; number++) {
        ThreadRevision expected =
            random.nextInt(4) == 0 ? ThreadRevision.UNKNOWN : new ThreadRevision(number);
        HistoryBatch batch = new HistoryBatch(expected, entries());
        batches.add(batch);

        ThreadRevision modelled = model.write(thread, batch);
        ThreadRevision written = history.write(thread, batch);

        assertThat(written).isEqualTo(modelled);
        assertThat(history.load(thread))
            .as("-Dantiphon.seed=%d, batches %s", seed, batches)
            .isEqualTo(model.load(thread));
      }
    }
  }

  private List<HistoryEntry> entries() {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int left = random.nextInt(7); left > 0; left--) {
      entries.add(
          switch (random.nextInt(5)) {
            case 0, 1 -> new HistoryEntry.Append(item());
            case 2 -> new HistoryEntry.Update(item());
            case 3 ->
              new HistoryEntry.Delete(
                  List.of(id(), id()),
                  List.of(new Reparented(id(), idOrNull()), new Reparented(id(), idOrNull())));
            default -> new HistoryEntry.Head(idOrNull());
          });
    }
    return entries;
  }

  private MessageItem item() {
    return MessageItem.of(SampleMessages.user(id().value(), "text " + count++), idOrNull());
  }

  private MessageId id() {
    return new MessageId("m" + random.nextInt(6));
  }

  private @Nullable MessageId idOrNull() {
    return random.nextInt(4) == 0 ? null : id();
  }
}
