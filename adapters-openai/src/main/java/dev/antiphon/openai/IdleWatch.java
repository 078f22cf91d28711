package dev.antiphon.openai;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a body whose reader has been waiting too long: a timeout of the JDK's client covers the
 * headers only.
 *
 * <p><b>Threads.</b> Checks on the timer's thread; the rest is for the thread that reads.
 */
final class IdleWatch implements AutoCloseable {

  private final ScheduledExecutorService timer;
  private final ReplyBody body;
  private final Runnable closing;

  private volatile long limitNanos;
  private volatile boolean isExpired;
  private volatile boolean isClosed;
  private volatile @Nullable ScheduledFuture<?> next;

  /**
   * Begins to watch.
   *
   * @param timer where to check
   * @param body whose reader is watched
   * @param limit how long it may wait
   * @param closing closes the body; must not block
   */
  IdleWatch(ScheduledExecutorService timer, ReplyBody body, Duration limit, Runnable closing) {
    this.timer = timer;
    this.body = body;
    this.closing = closing;
    this.limitNanos = limit.toNanos();
    checkIn(limitNanos);
  }

  /** Allows less from now on. */
  void shorten(Duration limit) {
    if (limit.toNanos() < limitNanos) {
      limitNanos = limit.toNanos();
      cancelNext();
      checkIn(limitNanos);
    }
  }

  /** Returns whether the body was closed because nothing came. */
  boolean isExpired() {
    return isExpired;
  }

  private void check() {
    if (isClosed) {
      return;
    }
    long waiting = body.waitingNanos();
    if (waiting >= limitNanos) {
      isExpired = true;
      closing.run();
    } else {
      checkIn(limitNanos - waiting);
    }
  }

  private void checkIn(long nanos) {
    try {
      next = timer.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException clientClosed) {
      isExpired = true;
      closing.run();
    }
  }

  private void cancelNext() {
    ScheduledFuture<?> check = next;
    if (check != null) {
      check.cancel(false);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    cancelNext();
  }
}
