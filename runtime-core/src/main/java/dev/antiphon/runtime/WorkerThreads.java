package dev.antiphon.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a runtime that was given none: virtual ones where the JVM has them, else a cached
 * pool of daemon threads; and one daemon thread for timers.
 */
final class WorkerThreads implements Executor, Timer, AutoCloseable {

  private static final AtomicLong COUNTER = new AtomicLong();

  private final ExecutorService workers;
  private final ScheduledThreadPoolExecutor timers;

  WorkerThreads() {
    ExecutorService virtual = virtualThreads();
    this.workers = virtual != null ? virtual : Executors.newCachedThreadPool(daemons("antiphon-"));
    this.timers = new ScheduledThreadPoolExecutor(1, daemons("antiphon-timer-"));
    this.timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void execute(Runnable task) {
    workers.execute(task);
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> future =
          timers.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException closed) {
      Log.debug("A timer came after the runtime was closed");
      return () -> {};
    }
  }

  /**
   * Lets what runs go on to its end, with all that this brings: whoever waits for a run that ends
   * after the deadline of close must hear of it. No thread stays that has nothing to do, and nobody
   * is interrupted (rule RUN-16).
   */
  @Override
  public void close() {
    timers.shutdown();
    if (workers instanceof ThreadPoolExecutor pool) {
      pool.setKeepAliveTime(0, TimeUnit.NANOSECONDS);
    }
  }

  private static ThreadFactory daemons(String prefix) {
    return task -> {
      Thread thread = new Thread(task, prefix + COUNTER.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Looks virtual threads up by name, since the class files are for Java 17. */
  private static @Nullable ExecutorService virtualThreads() {
    try {
      MethodHandle perTask = MethodHandles.publicLookup()
          .findStatic(
              Executors.class,
              "newThreadPerTaskExecutor",
              MethodType.methodType(ExecutorService.class, ThreadFactory.class));
      Class<?> builderType = Class.forName("java.lang.Thread$Builder");
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Object named = builderType
          .getMethod("name", String.class, long.class)
          .invoke(builder, "antiphon-", COUNTER.incrementAndGet());
      ThreadFactory factory = (ThreadFactory) builderType.getMethod("factory").invoke(named);
      return (ExecutorService) perTask.invoke(factory);
    } catch (ReflectiveOperationException notOnThisJvm) {
      return null;
    } catch (Throwable unexpected) {
      throw new LinkageError("Virtual threads are there but cannot be made.", unexpected);
    }
  }
}
