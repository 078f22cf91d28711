package dev.antiphon.attachments;

import dev.antiphon.cancel.Cancellation;
import java.util.concurrent.CancellationException;

/** Stops work on a file, from outside, when it is cancelled or late. Thread-safe. */
final class Watch implements AutoCloseable {

  private final Deadline deadline;
  private final Cancellation cancellation;
  private final Cancellation.Registration onCancel;
  private final Runnable onDeadline;

  /**
   * Begins to watch.
   *
   * @param deadline when the work is late
   * @param cancellation the wish to stop
   * @param stop stops the work; may be called twice
   */
  Watch(Deadline deadline, Cancellation cancellation, Runnable stop) {
    this.deadline = deadline;
    this.cancellation = cancellation;
    this.onCancel = cancellation.onCancel(stop);
    this.onDeadline = deadline.whenPassed(stop);
  }

  /** Throws if the work is to stop. */
  void check() {
    throwIfCancelled();
    if (isLate()) {
      throw deadline.refusal();
    }
  }

  void throwIfCancelled() {
    if (cancellation.isCancelled()) {
      throw cancelled();
    }
  }

  boolean isLate() {
    return deadline.isPassed();
  }

  static CancellationException cancelled() {
    return new CancellationException("Adding the attachment was cancelled.");
  }

  @Override
  public void close() {
    onCancel.close();
    onDeadline.run();
  }
}
