package dev.antiphon.tck;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.Head;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A history that can do as little as one may: the contract must hold for it too. */
class ReducedHistoryContractTest extends ThreadHistoryContract {

  private final InMemoryThreadHistory kept = new InMemoryThreadHistory();

  @Override
  protected ThreadHistoryAdapter open() {
    return new AppendOnly(kept);
  }

  private record AppendOnly(InMemoryThreadHistory kept) implements ThreadHistoryAdapter {

    @Override
    public LoadedThread load(ThreadKey thread) {
      return new LoadedThread(
          kept.load(thread).items(), Head.ABSENT, ThreadRevision.UNKNOWN, false);
    }

    @Override
    public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
      List<HistoryEntry> entries = batch.entries().stream()
          .filter(entry -> !(entry instanceof HistoryEntry.Head))
          .toList();
      if (entries.stream().anyMatch(HistoryEntry.Delete.class::isInstance)) {
        throw new UnsupportedOperationException("This history does not declare DELETE.");
      }
      kept.write(thread, new HistoryBatch(ThreadRevision.UNKNOWN, entries));
      return ThreadRevision.UNKNOWN;
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.noneOf(Capability.class);
    }
  }
}
