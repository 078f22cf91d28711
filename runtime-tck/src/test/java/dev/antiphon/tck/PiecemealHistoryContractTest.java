package dev.antiphon.tck;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.Head;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A history that stores one message after the other, as one behind a REST API does: it says so. */
class PiecemealHistoryContractTest extends ThreadHistoryContract {

  private final InMemoryThreadHistory kept = new InMemoryThreadHistory();

  @Override
  protected ThreadHistoryAdapter open() {
    return new Piecemeal(kept);
  }

  private record Piecemeal(InMemoryThreadHistory kept) implements ThreadHistoryAdapter {

    @Override
    public LoadedThread load(ThreadKey thread) {
      return new LoadedThread(
          kept.load(thread).items(), Head.ABSENT, ThreadRevision.UNKNOWN, false);
    }

    @Override
    public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
      if (batch.entries().stream().anyMatch(HistoryEntry.Delete.class::isInstance)) {
        throw new StorageException("schema", "Nothing can be deleted.", false, null);
      }
      for (HistoryEntry entry : batch.entries()) {
        kept.write(thread, new HistoryBatch(ThreadRevision.UNKNOWN, List.of(entry)));
      }
      return ThreadRevision.UNKNOWN;
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.of(Capability.WHOLE_MESSAGES);
    }
  }
}
