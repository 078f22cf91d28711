package dev.antiphon.attachments;

import dev.antiphon.cancel.Cancellation;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A cancellation that a test fires. An action that is registered meanwhile may run twice. */
final class TestCancellation implements Cancellation {

  private final AtomicBoolean isCancelled = new AtomicBoolean();
  private final List<Runnable> actions = new CopyOnWriteArrayList<>();

  void cancel() {
    isCancelled.set(true);
    actions.forEach(Runnable::run);
  }

  @Override
  public boolean isCancelled() {
    return isCancelled.get();
  }

  @Override
  public Registration onCancel(Runnable action) {
    actions.add(action);
    if (isCancelled.get()) {
      action.run();
    }
    return () -> actions.remove(action);
  }

  @Override
  public <T> T interruptibly(Callable<T> call) throws Exception {
    throwIfCancelled();
    return call.call();
  }
}
