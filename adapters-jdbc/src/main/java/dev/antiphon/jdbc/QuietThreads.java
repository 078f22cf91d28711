package dev.antiphon.jdbc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Threads that nobody interrupts, for calls to the database on behalf of those who may be: H2
 * closes the whole database on an interrupt. They end when they are not needed. Thread-safe.
 */
final class QuietThreads {

  private static final long KEPT_SECONDS = 10;
  private static final AtomicLong COUNT = new AtomicLong();

  private static final Executor THREADS = new ThreadPoolExecutor(
      0, Integer.MAX_VALUE, KEPT_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
        Thread thread = new Thread(work, "antiphon-jdbc-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
        return thread;
      });

  private QuietThreads() {}

  /** Returns what work gives that is done on another thread; waits for it, interrupted or not. */
  static <T> T call(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, THREADS).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (failed.getCause() instanceof Error cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
