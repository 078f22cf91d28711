package dev.antiphon.port;

/**
 * Takes a text piece by piece.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; never blocks on I/O.
 *
 * <p>Implemented by the runtime.
 */
public interface TextWriter {

  /**
   * Adds to the text; dropped silently once the writer is closed.
   *
   * @param delta the next piece
   */
  void text(String delta);

  /** Returns whether what is written is dropped: it was cancelled, or the call is over. */
  boolean isClosed();
}
