package dev.antiphon.tck;

import dev.antiphon.cancel.Cancellation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/** A cancellation that a test fires; it does all that the one of the runtime does. Thread-safe. */
final class SwitchedCancellation implements Cancellation {

  private final List<Runnable> actions = new ArrayList<>();
  private final Set<Thread> interruptible = new LinkedHashSet<>();
  private boolean isCancelled;

  /** Returns one that was fired before. */
  static SwitchedCancellation cancelled() {
    SwitchedCancellation cancellation = new SwitchedCancellation();
    cancellation.cancel();
    return cancellation;
  }

  /** Fires; what was registered runs on this thread. */
  void cancel() {
    List<Runnable> registered;
    synchronized (this) {
      isCancelled = true;
      registered = List.copyOf(actions);
      actions.clear();
      interruptible.forEach(Thread::interrupt);
    }
    registered.forEach(Runnable::run);
  }

  @Override
  public synchronized boolean isCancelled() {
    return isCancelled;
  }

  @Override
  public Registration onCancel(Runnable action) {
    synchronized (this) {
      if (!isCancelled) {
        actions.add(action);
        return () -> remove(action);
      }
    }
    action.run();
    return () -> {};
  }

  private synchronized void remove(Runnable action) {
    actions.remove(action);
  }

  @Override
  public <T> T interruptibly(Callable<T> call) throws Exception {
    synchronized (this) {
      if (isCancelled) {
        throw new CancellationException("Cancelled by the test.");
      }
      interruptible.add(Thread.currentThread());
    }
    try {
      return call.call();
    } finally {
      synchronized (this) {
        interruptible.remove(Thread.currentThread());
        Thread.interrupted();
      }
    }
  }
}
