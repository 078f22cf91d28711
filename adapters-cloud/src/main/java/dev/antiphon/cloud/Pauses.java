package dev.antiphon.cloud;

import java.time.Duration;

/** Waits between two tries. */
@FunctionalInterface
interface Pauses {

  /** Waits with the thread that calls. */
  Pauses SLEEPING = pause -> Thread.sleep(pause.toMillis());

  /**
   * Waits.
   *
   * @throws InterruptedException if somebody wants the thread back
   */
  void pause(Duration duration) throws InterruptedException;
}
