package dev.antiphon.runtime;

import java.time.Duration;

/**
 * Runs something later. Injected, so that time can be a test's own.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. What it runs is short: the runtime
 * hands longer work to its executor.
 */
@FunctionalInterface
public interface Timer {

  /** Something that will run later. */
  @FunctionalInterface
  interface Scheduled {
    /** Takes it back; does nothing if it ran. */
    void cancel();
  }

  /**
   * Runs something later.
   *
   * @param delay how much later
   * @param task what to run
   * @return takes it back
   */
  Scheduled schedule(Duration delay, Runnable task);
}
