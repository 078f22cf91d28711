package dev.antiphon.cancel;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/**
 * The wish that work under way should stop. An adapter or a tool may poll it, may be told, or may
 * let itself be interrupted where that is safe.
 *
 * <p><b>Promise.</b> Once cancelled it stays cancelled. A thread is interrupted only while it is
 * inside {@link #interruptibly} (rule RUN-16): an interrupt inside H2 closes the database for
 * everybody, and on a virtual thread it closes the socket being read.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. What was registered runs once, on a
 * thread of the runtime, and may block.
 *
 * <p>Implemented by the runtime; applications do not implement it.
 */
public interface Cancellation {

  /** What {@link #onCancel} gives back: closing it takes the registration back. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    /** Takes the registration back; does nothing if it has run or was taken back before. */
    @Override
    void close();
  }

  /** Returns whether the work should stop. */
  boolean isCancelled();

  /**
   * Registers what closes the work: a stream to close, a call to abort.
   *
   * @param action runs once when the work is cancelled, at once if it already is; what it throws is
   *     logged and stops nothing
   * @return takes the registration back
   */
  Registration onCancel(Runnable action);

  /**
   * Runs a call that knows how to be interrupted. If the work is cancelled meanwhile, the calling
   * thread is interrupted; its interrupt flag is clear again when this method returns.
   *
   * @param call what to run; only what is safe to interrupt, never storage
   * @param <T> what the call returns
   * @return what the call returned
   * @throws CancellationException if the work is cancelled before the call
   * @throws Exception whatever the call throws
   */
  <T> T interruptibly(Callable<T> call) throws Exception;

  /**
   * Throws if the work should stop.
   *
   * @throws CancellationException if it should
   */
  default void throwIfCancelled() {
    if (isCancelled()) {
      throw new CancellationException("The run or tool call was cancelled.");
    }
  }

  /** Returns a cancellation that never comes, for calls made outside a run. */
  static Cancellation none() {
    return NeverCancelled.INSTANCE;
  }
}
