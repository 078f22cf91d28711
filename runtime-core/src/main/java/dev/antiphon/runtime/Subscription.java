package dev.antiphon.runtime;

/**
 * A listener's membership. After {@link #close()} returned, at most the delivery under way is
 * finished (rule EVT-8). Leaving never cancels a run.
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

  /** Ends the membership; may be called twice, and from the listener. */
  @Override
  void close();
}
