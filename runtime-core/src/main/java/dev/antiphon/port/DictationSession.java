package dev.antiphon.port;

/**
 * Somebody who is listened to.
 *
 * <p><b>Threads.</b> Called on threads of the runtime that it may block.
 *
 * <p>Implemented by adapters.
 */
public interface DictationSession {

  /** A session that is over, or that ends by its {@code Cancellation} alone. */
  DictationSession OVER = of(() -> {}, () -> {});

  /**
   * Stops to listen and writes what was said before; the session is over when this method has
   * returned, or thrown. Called at most once, and not if it has told that it is over.
   *
   * @throws Exception if that fails
   */
  void stop() throws Exception;

  /**
   * Ends at once; what was said is not wanted any more. Called at most once, also while
   * {@link #stop} has not returned. The {@code Cancellation} of the request fires as well: an
   * adapter may use either.
   *
   * @throws Exception if that fails; the session counts as ended all the same
   */
  void cancel() throws Exception;

  /**
   * Makes a session of two calls.
   *
   * @param stop see {@link #stop}
   * @param cancel see {@link #cancel}
   */
  static DictationSession of(Action stop, Action cancel) {
    return new DictationSession() {
      @Override
      public void stop() throws Exception {
        stop.run();
      }

      @Override
      public void cancel() throws Exception {
        cancel.run();
      }
    };
  }

  /** A call that may block and may fail. */
  @FunctionalInterface
  interface Action {
    /**
     * Does it.
     *
     * @throws Exception if it fails
     */
    void run() throws Exception;
  }
}
