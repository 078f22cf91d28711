package dev.antiphon.run;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageId;

/** Thrown when a message cannot be continued (rule CONT-25). Nothing was changed. */
public final class RunNotPossibleException extends ChatRuntimeException {

  /** The message's id. */
  private final transient MessageId messageId;

  /**
   * Makes the exception.
   *
   * @param messageId the message's id
   * @param status the status that was found
   */
  public RunNotPossibleException(MessageId messageId, String status) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Message '%s' is %s and cannot be continued. Only a paused message with nothing pending, or one that ended interrupted or at the step limit, can."
            .formatted(messageId, status)));
    this.messageId = messageId;
  }

  /** Returns the message's id. */
  public MessageId messageId() {
    return messageId;
  }
}
