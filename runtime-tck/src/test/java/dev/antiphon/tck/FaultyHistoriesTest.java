package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.MessageItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the contract finds what a beginner's history gets wrong, and says which rule it is. */
class FaultyHistoriesTest {

  @TempDir
  Path folder;

  /** Takes an update for something that it has already. */
  static class DropsUpdates extends ThreadHistoryContract {
    private final InMemoryThreadHistory kept = new InMemoryThreadHistory();

    @Override
    protected ThreadHistoryAdapter open() {
      return FaultyThreadHistory.writing(kept, entries -> {
        entries.removeIf(HistoryEntry.Update.class::isInstance);
        return entries;
      });
    }
  }

  /** Takes a result that is null, false, 0 or empty for none. */
  static class LosesFalsyValues extends ThreadHistoryContract {
    private final InMemoryThreadHistory kept = new InMemoryThreadHistory();

    @Override
    protected ThreadHistoryAdapter open() {
      return FaultyThreadHistory.loading(kept, stored -> {
        stored.replaceAll(each -> each instanceof StoredMessage.Intact intact
            ? new StoredMessage.Intact(withoutFalsyResults(intact.item()))
            : each);
        return stored;
      });
    }

    private static MessageItem withoutFalsyResults(MessageItem item) {
      Message message = item.message();
      List<MessagePart> parts = new ArrayList<>();
      for (MessagePart part : message.content()) {
        parts.add(
            part instanceof ToolCallPart call && call.hasResult() && isFalsy(call.result())
                ? withoutResult(call)
                : part);
      }
      return item.withMessage(message.toBuilder().content(parts).build());
    }

    private static boolean isFalsy(@Nullable Object result) {
      return result == null
          || result.equals(false)
          || result.equals("")
          || (result instanceof Number number && number.doubleValue() == 0);
    }

    private static ToolCallPart withoutResult(ToolCallPart call) {
      ToolCallPart.Builder without = ToolCallPart.builder(call.toolCallId(), call.toolName())
          .args(call.args())
          .argsText(call.argsText())
          .interrupt(call.interrupt());
      return call.hasArtifact() ? without.artifact(call.artifact()).build() : without.build();
    }
  }

  /** Selects without an order. */
  static class Reorders extends ThreadHistoryContract {
    private final InMemoryThreadHistory kept = new InMemoryThreadHistory();

    @Override
    protected ThreadHistoryAdapter open() {
      return FaultyThreadHistory.loading(kept, stored -> {
        Collections.reverse(stored);
        return stored;
      });
    }
  }

  /** Forgets the owner in its key. */
  static class MixesOwners extends ThreadHistoryContract {
    private final InMemoryThreadHistory kept = new InMemoryThreadHistory();

    @Override
    protected ThreadHistoryAdapter open() {
      return new ThreadHistoryAdapter() {
        @Override
        public LoadedThread load(ThreadKey thread) {
          return kept.load(new ThreadKey("everybody", thread.threadId()));
        }

        @Override
        public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
          return kept.write(new ThreadKey("everybody", thread.threadId()), batch);
        }
      };
    }
  }

  /** Takes the later of two writers for the right one. */
  static class LastWriterWins extends ThreadHistoryContract {
    private final InMemoryThreadHistory kept = new InMemoryThreadHistory();

    @Override
    protected ThreadHistoryAdapter open() {
      return new ThreadHistoryAdapter() {
        @Override
        public LoadedThread load(ThreadKey thread) {
          return kept.load(thread);
        }

        @Override
        public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
          return kept.write(thread, new HistoryBatch(ThreadRevision.UNKNOWN, batch.entries()));
        }
      };
    }
  }

  @Test
  @DisplayName("HIST-4: a history that drops updates fails, and the message names the rule")
  void dropsUpdates() {
    assertBreaks(
        DropsUpdates.class,
        "HIST-4: an update replaces the message; the others stay as they are",
        "HIST-4: an update of a message that was never appended appends it");
  }

  @Test
  @DisplayName(
      "MSG-6, HIST-9: a history that loses falsy values fails, and the message names the rule")
  void losesFalsyValues() {
    assertBreaks(
        LosesFalsyValues.class,
        "HIST-9, HIST-16, MSG-6: every part, field, status, falsy value and text comes back");
  }

  @Test
  @DisplayName("HIST-9: a history that reorders fails, and the message names the rule")
  void reorders() {
    assertBreaks(
        Reorders.class,
        "HIST-9: items keep the order of their first append, whatever is updated later",
        "HIST-9: 10 000 messages in many batches come back in their order");
  }

  @Test
  @DisplayName("HIST-1, LIST-1: a history that mixes owners fails, and the message names the rule")
  void mixesOwners() {
    assertBreaks(
        MixesOwners.class,
        "HIST-1, LIST-1: no method reaches what belongs to another owner or thread");
  }

  @Test
  @DisplayName(
      "HIST-15: a history in which the last writer wins fails, and the message names the rule")
  void lastWriterWins() {
    assertBreaks(
        LastWriterWins.class,
        "HIST-2, HIST-15: a batch that expects another revision stores nothing of itself",
        "HIST-15: of eight writers that expect the same revision, exactly one wins");
  }

  private void assertBreaks(Class<?> contract, String... promises) {
    ContractRun run = ContractRun.of(folder.resolve("report.json"), contract);

    Map<String, String> failures = run.failures();
    assertThat(failures).containsKeys(promises);
    assertThat(failures.size()).as("what is right stays right").isLessThan(run.tests());
    failures.forEach((promise, message) ->
        assertThat(message).startsWith("The contract is not kept: " + promise));
  }
}
