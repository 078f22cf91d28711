package dev.antiphon.openai;

import dev.antiphon.cancel.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings the wish to stop a run to whatever it waits for: an attempt, or the time until the next
 * one.
 *
 * <p><b>Threads.</b> The wish comes on any thread; the rest is for the thread of the run.
 */
final class RunStop implements AutoCloseable {

  private final Cancellation cancellation;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final AtomicReference<@Nullable ReplyHandler> current = new AtomicReference<>();
  private final Cancellation.Registration registration;

  RunStop(Cancellation cancellation) {
    this.cancellation = cancellation;
    this.registration = cancellation.onCancel(this::stop);
  }

  private void stop() {
    cancelled.countDown();
    ReplyHandler attempt = current.get();
    if (attempt != null) {
      attempt.stop();
      attempt.wake();
    }
  }

  /** Begins an attempt: from now on it is what is stopped. */
  void begins(ReplyHandler attempt) {
    current.set(attempt);
    if (cancellation.isCancelled()) {
      attempt.stop();
    }
  }

  /** Waits; throws CancellationException if the run is cancelled meanwhile. */
  void pause(Duration time) throws InterruptedException {
    if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throwIfCancelled();
    }
  }

  void throwIfCancelled() {
    cancellation.throwIfCancelled();
  }

  @Override
  public void close() {
    registration.close();
  }
}
