package dev.antiphon.tck;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls what may block on a thread of its own, as the runtime does, and waits for it. */
final class Aside {

  /** How long a test waits for what must come. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private Aside() {}

  /** Begins a call. */
  static <T> FutureTask<T> begin(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "tck-aside");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Returns what a call returns; fails if it does not come back. */
  static <T> T result(FutureTask<T> task) throws Exception {
    try {
      return task.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception thrown) {
        throw thrown;
      }
      throw failed;
    } catch (TimeoutException late) {
      throw new AssertionError("The call has not come back within " + PATIENCE + ".", late);
    }
  }

  /** Waits until a call is over, however it ends. */
  static void end(FutureTask<?> task) throws InterruptedException {
    try {
      task.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      // A call whose result nobody wants any more may fail.
      return;
    } catch (TimeoutException late) {
      throw new AssertionError("The call has not come back within " + PATIENCE + ".", late);
    }
  }
}
