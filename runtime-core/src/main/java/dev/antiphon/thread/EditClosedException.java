package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageId;

/** Thrown for any command of a closed editor (rule EDIT-1). Nothing was changed. */
public final class EditClosedException extends ChatRuntimeException {

  /** The message's id. */
  private final transient MessageId messageId;

  /**
   * Makes the exception.
   *
   * @param messageId the message that was edited
   */
  public EditClosedException(MessageId messageId) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "The editor of message '%s' is closed. Open another one with beginEdit."
            .formatted(messageId)));
    this.messageId = messageId;
  }

  /** Returns the message that was edited. */
  public MessageId messageId() {
    return messageId;
  }
}
