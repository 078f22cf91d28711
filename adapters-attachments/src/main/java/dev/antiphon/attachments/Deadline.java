package dev.antiphon.attachments;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The moment by which the work on a file must be done. */
final class Deadline {

  private final Duration allowed;
  private final long end;

  private Deadline(Duration allowed) {
    this.allowed = allowed;
    this.end = System.nanoTime() + allowed.toNanos();
  }

  static Deadline after(Duration allowed) {
    return new Deadline(allowed);
  }

  boolean isPassed() {
    return System.nanoTime() - end >= 0;
  }

  /**
   * Runs an action on a thread of the JDK when the moment comes.
   *
   * @return takes the action back
   */
  Runnable whenPassed(Runnable action) {
    CompletableFuture<Boolean> timer = new CompletableFuture<>();
    CompletableFuture<Void> unused = timer
        .completeOnTimeout(true, Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)
        .thenRunAsync(action);
    return () -> timer.completeExceptionally(new CancellationException("The work is done."));
  }

  FileRefusedException refusal() {
    return new FileRefusedException(
        FileRefusal.TIMEOUT,
        "Reading the file took longer than the %s allowed. Give one that can be read faster, or allow more time."
            .formatted(readable()));
  }

  private String readable() {
    return allowed.toMillis() % 1000 == 0 ? allowed.toSeconds() + " s" : allowed.toMillis() + " ms";
  }
}
