package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.QueueItemId;

/** Thrown when the queue has no such item, or it was dispatched already (rule QUEUE-9). */
public final class QueueItemNotFoundException extends ChatRuntimeException {

  /** The item's id. */
  private final transient QueueItemId id;

  /**
   * Makes the exception.
   *
   * @param id the item's id
   */
  public QueueItemNotFoundException(QueueItemId id) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "The queue has no item '%s'; it was sent or removed meanwhile, or never there."
            .formatted(id)));
    this.id = requireNonNull(id, "id");
  }

  /** Returns the item's id. */
  public QueueItemId id() {
    return id;
  }
}
