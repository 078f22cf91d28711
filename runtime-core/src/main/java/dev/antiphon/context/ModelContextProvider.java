package dev.antiphon.context;

/**
 * Adds to what a model is told. Read anew for each step, so it may change at any time (rule CTX-1).
 *
 * <p><b>Threads.</b> Called on a thread of the runtime, under no lock. A provider that throws fails
 * the run that reads it (rule CTX-8).
 *
 * <p>Implemented by applications and plug-ins; the same object registered twice counts once.
 */
@FunctionalInterface
public interface ModelContextProvider {

  /** Returns what it adds now. */
  ModelContribution contribution();

  /**
   * Tells the provider whom to tell of changes. Called once, at registration.
   *
   * @param listener to be run after each change
   */
  default void onChange(Runnable listener) {}
}
