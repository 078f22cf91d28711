package dev.antiphon.tck;

import dev.antiphon.cancel.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A wish to stop that a test utters. Thread-safe. */
final class TestCancellation implements Cancellation {

  private final List<Runnable> actions = new ArrayList<>();
  private boolean isCancelled;
  private @Nullable Thread interruptible;

  /** Returns one that was uttered before. */
  static TestCancellation cancelled() {
    TestCancellation cancellation = new TestCancellation();
    cancellation.cancel();
    return cancellation;
  }

  /** Utters the wish; what was registered runs on this thread. */
  void cancel() {
    List<Runnable> registered;
    synchronized (this) {
      isCancelled = true;
      registered = List.copyOf(actions);
      actions.clear();
      if (interruptible != null) {
        interruptible.interrupt();
      }
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
        throw new CancellationException("The test had cancelled it.");
      }
      interruptible = Thread.currentThread();
    }
    try {
      return call.call();
    } finally {
      synchronized (this) {
        interruptible = null;
        Thread.interrupted();
      }
    }
  }
}
