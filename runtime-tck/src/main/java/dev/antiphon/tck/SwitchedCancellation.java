package dev.antiphon.tck;

import dev.antiphon.cancel.Cancellation;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A cancellation that a test fires. It interrupts nobody. Thread-safe. */
final class SwitchedCancellation implements Cancellation {

  private final AtomicBoolean isCancelled = new AtomicBoolean();
  private final List<Once> actions = new CopyOnWriteArrayList<>();

  /** An action that runs once, whoever asks first. */
  private static final class Once {
    private final Runnable action;
    private final AtomicBoolean isDone = new AtomicBoolean();

    Once(Runnable action) {
      this.action = action;
    }

    void run() {
      if (isDone.compareAndSet(false, true)) {
        action.run();
      }
    }
  }

  void cancel() {
    isCancelled.set(true);
    actions.forEach(Once::run);
  }

  @Override
  public boolean isCancelled() {
    return isCancelled.get();
  }

  @Override
  public Registration onCancel(Runnable action) {
    Once once = new Once(action);
    actions.add(once);
    if (isCancelled.get()) {
      once.run();
    }
    return () -> actions.remove(once);
  }

  @Override
  public <T> T interruptibly(Callable<T> call) throws Exception {
    if (isCancelled.get()) {
      throw new CancellationException("Cancelled by the test.");
    }
    return call.call();
  }
}
