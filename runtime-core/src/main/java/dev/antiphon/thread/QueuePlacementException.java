package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * Thrown when a queue item cannot be placed where it was asked (rule QUEUE-10). Nothing was moved.
 */
public final class QueuePlacementException extends ChatRuntimeException {

  /**
   * Makes the exception.
   *
   * @param problem what is wrong with the place
   */
  public QueuePlacementException(String problem) {
    super(ErrorInfo.of(ErrorInfo.REFUSED, "Cannot move the queue item: %s.".formatted(problem)));
  }
}
