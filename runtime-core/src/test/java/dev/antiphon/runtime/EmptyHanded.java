package dev.antiphon.runtime;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;

/** A history that breaks its promise and returns null from a load. */
final class EmptyHanded implements ThreadHistoryAdapter {

  @Override
  @SuppressWarnings("NullAway") // That it returns null is what the test is about.
  public LoadedThread load(ThreadKey thread) {
    return null;
  }

  @Override
  public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
    return batch.expected().next();
  }
}
