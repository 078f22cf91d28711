package dev.antiphon.message;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/** Thrown when a message has no such tool call. Nothing was changed. */
public final class UnknownToolCallException extends ChatRuntimeException {

  /** The message's id. */
  private final transient MessageId messageId;

  /**
   * Makes the exception.
   *
   * @param messageId the message's id
   * @param asked the call id or index that was asked for
   */
  public UnknownToolCallException(MessageId messageId, String asked) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED, "Message '%s' has no tool call '%s'.".formatted(messageId, asked)));
    this.messageId = messageId;
  }

  /** Returns the message's id. */
  public MessageId messageId() {
    return messageId;
  }
}
