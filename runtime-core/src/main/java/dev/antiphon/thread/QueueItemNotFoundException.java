package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.RunId;

/** Thrown when the queue has no such item waiting, or it was dispatched already (rule QUEUE-9). */
public final class QueueItemNotFoundException extends ChatRuntimeException {

  /** The item's run id. */
  private final transient RunId runId;

  /**
   * Makes the exception.
   *
   * @param runId the item's run id
   */
  public QueueItemNotFoundException(RunId runId) {
    super(
        ErrorInfo.of(ErrorInfo.REFUSED, "No queue item of run '%s' is waiting.".formatted(runId)));
    this.runId = runId;
  }

  /** Returns the item's run id. */
  public RunId runId() {
    return runId;
  }
}
