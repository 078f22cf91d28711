package dev.antiphon.runtime;

/**
 * What a thread is doing, as far as the list shows it.
 *
 * @param isRunning whether it has an active run
 * @param isPaused whether a call waits for a human at its head
 */
record ThreadActivity(boolean isRunning, boolean isPaused) {

  /** Nothing, as far as is known. */
  static final ThreadActivity NONE = new ThreadActivity(false, false);
}
