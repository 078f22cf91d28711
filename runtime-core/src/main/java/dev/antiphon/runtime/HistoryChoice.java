package dev.antiphon.runtime;

import dev.antiphon.port.ThreadHistoryAdapter;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the history that a thread stands on while it is open: the runtime's, else the one offered
 * for that thread, else the one in memory (rules OPT-4 and OPT-6).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class HistoryChoice {

  // Guards the fields, so that no thread is opened while the history is replaced.
  private final ReentrantLock lock = new ReentrantLock();
  private final ThreadHistoryAdapter inMemory;
  private @Nullable ThreadHistoryAdapter explicit;
  private boolean isInUse;

  HistoryChoice(@Nullable ThreadHistoryAdapter explicit, ThreadHistoryAdapter inMemory) {
    this.explicit = explicit;
    this.inMemory = inMemory;
  }

  /**
   * Returns the history of a thread that is opened.
   *
   * @param offered the one offered for that thread, or null
   */
  ThreadHistoryAdapter open(@Nullable ThreadHistoryAdapter offered) {
    lock.lock();
    try {
      isInUse = true;
      ThreadHistoryAdapter chosen = explicit != null ? explicit : offered;
      return chosen != null ? chosen : inMemory;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Replaces the history of threads that are opened later.
   *
   * @throws IllegalStateException if a thread is open: it could not follow
   */
  void replace(ThreadHistoryAdapter replacement) {
    lock.lock();
    try {
      if (isInUse) {
        throw new IllegalStateException(
            "The history cannot be replaced once a thread is open. Set it before the first thread"
                + " is opened, or build another runtime on it.");
      }
      explicit = replacement;
    } finally {
      lock.unlock();
    }
  }
}
