package dev.antiphon.guice;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;

/** A history that is chosen, never used. */
final class NoHistory implements ThreadHistoryAdapter {

  @Override
  public LoadedThread load(ThreadKey thread) {
    throw new UnsupportedOperationException("This history is never used.");
  }

  @Override
  public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
    throw new UnsupportedOperationException("This history is never used.");
  }
}
