package dev.antiphon.message;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/** Thrown when a message's id is in use in the thread. Nothing was changed. */
public final class DuplicateMessageException extends ChatRuntimeException {

  /** The message's id. */
  private final transient MessageId messageId;

  /**
   * Makes the exception.
   *
   * @param messageId the message's id
   */
  public DuplicateMessageException(MessageId messageId) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Message id '%s' is in use in this thread. Leave the id out to have one made."
            .formatted(messageId)));
    this.messageId = messageId;
  }

  /** Returns the message's id. */
  public MessageId messageId() {
    return messageId;
  }
}
