package dev.antiphon.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the active runs of a runtime (rule SEND-14).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads: a slot is taken or refused in one step.
 */
final class RunSlots {

  private final AtomicInteger taken = new AtomicInteger();

  /**
   * Takes a slot, if one is free.
   *
   * @param limit how many there are, or null for any number
   */
  boolean tryTake(@Nullable Integer limit) {
    int now = taken.get();
    while (limit == null || now < limit) {
      if (taken.compareAndSet(now, now + 1)) {
        return true;
      }
      now = taken.get();
    }
    return false;
  }

  /** Takes a slot in any case: for a run that was accepted earlier, or follows on another one. */
  void take() {
    taken.incrementAndGet();
  }

  /** Gives a slot back. */
  void give() {
    taken.decrementAndGet();
  }
}
