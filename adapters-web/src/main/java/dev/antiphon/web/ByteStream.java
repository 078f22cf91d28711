package dev.antiphon.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a response that goes on as long as something happens. Implemented here only.
 *
 * <p>A server with a thread for each response calls {@link #writeTo}. One with none calls
 * {@link #poll} when its connection can be written, and when it gave nothing, again after the
 * signal of {@link #onReadable}.
 *
 * <p><b>Promise.</b> Bytes are made when they are asked for, so a reader that is slow costs nobody
 * else anything, and what is kept for it is bounded. {@link #close} ends it at once.
 *
 * <p><b>Threads.</b> For one reader at a time; {@link #close} may be called by anybody.
 */
public interface ByteStream extends AutoCloseable {

  /** Returns the next bytes, whole frames; {@code null} if there are none now. Never blocks. */
  byte @Nullable [] poll();

  /** Returns whether there are no bytes and none will come. */
  boolean isEnded();

  /**
   * Sets what is told that there may be something to poll, or that the stream has ended.
   *
   * @param signal short and not blocking; called on any thread, the caller's included, and more
   *     often than needed
   */
  void onReadable(Runnable signal);

  /** Ends the stream; what it is made of goes on. Closing it again does nothing. */
  @Override
  void close();

  /**
   * Writes all of it, flushes after each poll, and closes the stream. Blocks until it has ended.
   *
   * @param out where to
   * @throws IOException if the reader is gone
   * @throws InterruptedException if this thread is interrupted while it waits
   */
  default void writeTo(OutputStream out) throws IOException, InterruptedException {
    Semaphore readable = new Semaphore(0);
    onReadable(readable::release);
    try (this) {
      while (true) {
        byte[] next = poll();
        if (next != null) {
          out.write(next);
          out.flush();
        } else if (isEnded()) {
          return;
        } else {
          readable.acquire();
          readable.drainPermits();
        }
      }
    }
  }
}
