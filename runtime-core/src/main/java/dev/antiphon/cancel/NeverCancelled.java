package dev.antiphon.cancel;

import java.util.concurrent.Callable;

/** The cancellation that never comes. */
enum NeverCancelled implements Cancellation {
  INSTANCE;

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public Registration onCancel(Runnable action) {
    return () -> {};
  }

  @Override
  public <T> T interruptibly(Callable<T> call) throws Exception {
    return call.call();
  }
}
