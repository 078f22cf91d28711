package dev.antiphon.testing;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What one process sees of a store that outlives it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class MortalHistory implements ThreadHistoryAdapter {

  private final ReentrantLock writing = new ReentrantLock();
  private final ThreadHistoryAdapter store;
  private final Consumer<HistoryBatch> whenStored;
  private boolean isDead;

  /**
   * Makes the view of a process.
   *
   * @param store what outlives it
   * @param whenStored told of each batch that is stored
   */
  public MortalHistory(ThreadHistoryAdapter store, Consumer<HistoryBatch> whenStored) {
    this.store = store;
    this.whenStored = whenStored;
  }

  /** The process dies: a write under way is stored, and no later one is. */
  public void die() {
    writing.lock();
    try {
      isDead = true;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public LoadedThread load(ThreadKey thread) {
    return store.load(thread);
  }

  @Override
  public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
    writing.lock();
    try {
      if (isDead) {
        throw new StorageException("unavailable", "The process is dead.", true, null);
      }
      ThreadRevision next = store.write(thread, batch);
      whenStored.accept(batch);
      return next;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public Set<Capability> capabilities() {
    return store.capabilities();
  }
}
