package dev.antiphon.cloud;

import dev.antiphon.cancel.Cancellation;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cancellation that a test switches on. */
final class TestCancellation implements Cancellation {

  private final List<Runnable> actions = new CopyOnWriteArrayList<>();
  private volatile boolean isCancelled;

  void cancel() {
    isCancelled = true;
    actions.forEach(Runnable::run);
  }

  @Override
  public boolean isCancelled() {
    return isCancelled;
  }

  @Override
  public Registration onCancel(Runnable action) {
    actions.add(action);
    if (isCancelled) {
      action.run();
    }
    return () -> actions.remove(action);
  }

  @Override
  public <T> T interruptibly(Callable<T> call) throws Exception {
    return call.call();
  }
}
