package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageId;

/** Thrown when a message has an open editor already (rule EDIT-1). Nothing was changed. */
public final class EditInProgressException extends ChatRuntimeException {

  /** The message's id. */
  private final transient MessageId messageId;

  /**
   * Makes the exception.
   *
   * @param messageId the message's id
   */
  public EditInProgressException(MessageId messageId) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Message '%s' is being edited already. Use its editor, or cancel that one first."
            .formatted(messageId)));
    this.messageId = messageId;
  }

  /** Returns the message's id. */
  public MessageId messageId() {
    return messageId;
  }
}
