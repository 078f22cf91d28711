package dev.antiphon.port;

/**
 * A text that is being read aloud.
 *
 * <p><b>Threads.</b> Called on a thread of the runtime that it may block.
 *
 * <p>Implemented by adapters.
 */
@FunctionalInterface
public interface Utterance {

  /** An utterance that is over, or that stops by its {@code Cancellation} alone. */
  Utterance OVER = () -> {};

  /**
   * Ends it; called at most once, and not if it has told that it is over. The {@code Cancellation}
   * of the request fires as well, also when {@code speak} has not returned yet: an adapter may use
   * either.
   *
   * @throws Exception if that fails; the utterance counts as ended all the same
   */
  void cancel() throws Exception;
}
