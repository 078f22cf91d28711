package dev.antiphon.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies the commands of a writer one at a time, and runs what follows from them when the lock is
 * free again.
 */
final class WriterLock {

  /*
   * Concurrency
   * -----------
   * `lock` guards the fields here and those of the writer and its rooms. It is held for the few lines
   * that apply a command: never while a port, a listener, a tool or a provider runs, never across
   * I/O, never while another writer's lock is taken. What has to happen outside is put into `effects`
   * and runs, in order, when the outermost apply() has let go of the lock; effects are short and hand
   * longer work to the executor.
   *
   * Order: commands are applied in the order in which they get the lock.
   *
   * Re-entry: apply() inside apply() is one command.
   *
   * Failure: a command that is refused throws before it changes anything. What it had put into
   * `effects` before still runs.
   */
  private final ReentrantLock lock = new ReentrantLock();
  private final Executor executor;
  private final Runnable whenNews;

  private List<Runnable> effects = new ArrayList<>();
  private boolean hasNews;

  /**
   * Makes a lock.
   *
   * @param executor runs longer work
   * @param whenNews called outside the lock after a command that has news for listeners
   */
  WriterLock(Executor executor, Runnable whenNews) {
    this.executor = executor;
    this.whenNews = whenNews;
  }

  /** Applies a command as a whole; its effects run when the lock is free again. */
  <T extends @Nullable Object> T apply(Supplier<T> command) {
    lock.lock();
    List<Runnable> due = List.of();
    boolean wakes = false;
    try {
      return command.get();
    } finally {
      if (lock.getHoldCount() == 1) {
        if (!effects.isEmpty()) {
          due = effects;
          effects = new ArrayList<>();
        }
        wakes = hasNews;
        hasNews = false;
      }
      lock.unlock();
      for (Runnable effect : due) {
        effect.run();
      }
      if (wakes) {
        whenNews.run();
      }
    }
  }

  /** Reads something short, without the effects of a command. */
  <T> T read(Supplier<T> query) {
    lock.lock();
    try {
      return query.get();
    } finally {
      lock.unlock();
    }
  }

  /** Has something run when the lock is free again: short, or handed to the executor. */
  void afterwards(Runnable effect) {
    effects.add(effect);
  }

  /** Has longer work run on the executor when the lock is free again. */
  void inBackground(Runnable work) {
    effects.add(() -> executor.execute(work));
  }

  /** Says that listeners have something to get when the lock is free again. */
  void hasNews() {
    hasNews = true;
  }
}
