package dev.antiphon.testing;

import java.util.logging.Logger;

/**
 * Keeps what the runtime logs on this thread off the console: a test that makes listeners throw by
 * the thousand has seen it already.
 */
public final class QuietLog {

  private static final ThreadLocal<Boolean> IS_QUIET = ThreadLocal.withInitial(() -> false);

  /** Kept, or the filter would go with the logger. */
  private static final Logger LOGGER = Logger.getLogger("dev.antiphon.runtime");

  static {
    LOGGER.setFilter(logged -> !IS_QUIET.get());
  }

  private QuietLog() {}

  /**
   * Runs something on this thread.
   *
   * @param task what logs more than anybody reads
   */
  public static void during(Runnable task) {
    IS_QUIET.set(true);
    try {
      task.run();
    } finally {
      IS_QUIET.remove();
    }
  }
}
