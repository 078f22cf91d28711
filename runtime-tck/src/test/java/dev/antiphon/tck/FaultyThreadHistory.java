package dev.antiphon.tck;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A history with one fault, as a beginner's might have. Everything else is right.
 *
 * @param kept what is behind it
 * @param written what becomes of the entries of a batch
 * @param loaded what becomes of the messages of a thread
 */
record FaultyThreadHistory(
    InMemoryThreadHistory kept,
    UnaryOperator<List<HistoryEntry>> written,
    UnaryOperator<List<StoredMessage>> loaded)
    implements ThreadHistoryAdapter {

  /** Returns one that does something else with each entry of a batch; null drops it. */
  static FaultyThreadHistory writing(
      InMemoryThreadHistory kept, UnaryOperator<List<HistoryEntry>> written) {
    return new FaultyThreadHistory(kept, written, UnaryOperator.identity());
  }

  /** Returns one that does something else with the messages that are loaded. */
  static FaultyThreadHistory loading(
      InMemoryThreadHistory kept, UnaryOperator<List<StoredMessage>> loaded) {
    return new FaultyThreadHistory(kept, UnaryOperator.identity(), loaded);
  }

  @Override
  public LoadedThread load(ThreadKey thread) {
    LoadedThread stored = kept.load(thread);
    return new LoadedThread(
        loaded.apply(new ArrayList<>(stored.items())),
        stored.head(),
        stored.revision(),
        stored.isResumable());
  }

  @Override
  public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
    return kept.write(
        thread,
        new HistoryBatch(batch.expected(), written.apply(new ArrayList<>(batch.entries()))));
  }
}
