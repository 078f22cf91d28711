package dev.antiphon.port;

/**
 * Takes what a speech, dictation or voice adapter tells of a session.
 *
 * <p><b>Promise.</b> What comes after the end is dropped silently, whoever brought the end about.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; never blocks on I/O. What one thread
 * tells takes effect in its order. It may be told before the call that makes the session returns.
 *
 * <p>Implemented by the runtime.
 */
public interface MediaProgress {

  /**
   * Says that the session is ready: it speaks, or listens. Whatever else is told of it, but its
   * end, says so too.
   */
  void running();

  /** Says that the session came to its end by itself. */
  void ended();

  /**
   * Says that the session broke off.
   *
   * @param cause why
   */
  void failed(Throwable cause);

  /** Returns whether the session is over, so that what is told is dropped. */
  boolean isClosed();
}
