package dev.antiphon.runtime;

import dev.antiphon.cancel.Cancellation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The runtime's side of a {@link Cancellation}: can be fired, once.
 *
 * <p>What was registered runs on the executor, each on its own, so one that blocks delays no other.
 */
final class CancelSource implements Cancellation {

  /*
   * Concurrency
   * -----------
   * `lock` guards `actions` and `interruptible`, and is held while threads are interrupted: so that a
   * thread that leaves interruptibly() cannot be interrupted afterwards. Nothing foreign runs under it.
   */
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Action> actions = new LinkedHashSet<>();
  private final List<Thread> interruptible = new ArrayList<>();
  private final Executor executor;

  private volatile boolean cancelled;

  CancelSource(Executor executor) {
    this.executor = executor;
  }

  /** An action with an identity, so that the same lambda can be registered twice. */
  private static final class Action {
    private final Runnable task;

    Action(Runnable task) {
      this.task = task;
    }
  }

  /** Cancels; later calls do nothing. */
  void fire() {
    List<Action> due;
    lock.lock();
    try {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = new ArrayList<>(actions);
      actions.clear();
      interruptible.forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
    due.forEach(this::run);
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public Registration onCancel(Runnable task) {
    Action action = new Action(task);
    lock.lock();
    try {
      if (!cancelled) {
        actions.add(action);
        return () -> remove(action);
      }
    } finally {
      lock.unlock();
    }
    run(action);
    return () -> {};
  }

  @Override
  public <T> T interruptibly(Callable<T> call) throws Exception {
    Thread current = Thread.currentThread();
    lock.lock();
    try {
      if (cancelled) {
        throw new CancellationException("Cancelled before the call.");
      }
      interruptible.add(current);
    } finally {
      lock.unlock();
    }
    try {
      return call.call();
    } finally {
      leave(current);
    }
  }

  private void leave(Thread current) {
    boolean interruptedByUs;
    lock.lock();
    try {
      interruptible.remove(current);
      interruptedByUs = cancelled;
    } finally {
      lock.unlock();
    }
    if (interruptedByUs) {
      Thread.interrupted();
    }
  }

  private void remove(Action action) {
    lock.lock();
    try {
      actions.remove(action);
    } finally {
      lock.unlock();
    }
  }

  private void run(Action action) {
    executor.execute(() -> {
      try {
        action.task.run();
      } catch (Throwable thrown) {
        Log.warn("What was registered with a cancellation failed", thrown);
      }
    });
  }
}
