package dev.antiphon.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Prints what is being run if it takes so long that it may never end.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class HangWatch implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 10;

  private final AtomicReference<@Nullable String> current = new AtomicReference<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private HangWatch() {}

  /** Starts to watch. */
  public static HangWatch start() {
    HangWatch watch = new HangWatch();
    Thread thread = new Thread(watch::watch, "hang-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /**
   * Says what is run from now on.
   *
   * @param what its name, with its seed
   */
  public void running(String what) {
    current.set(what);
  }

  private void watch() {
    String before = null;
    try {
      while (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        String now = current.get();
        if (now != null && now.equals(before)) {
          System.err.println(now + " has been running for " + PATIENCE_SECONDS + " s or more.");
        }
        before = now;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
