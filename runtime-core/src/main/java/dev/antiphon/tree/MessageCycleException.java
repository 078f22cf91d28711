package dev.antiphon.tree;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageId;

/** Thrown when a message would come to stand below itself (rule TREE-21). Nothing was changed. */
public final class MessageCycleException extends ChatRuntimeException {

  /** The message's id. */
  private final transient MessageId messageId;

  /** The parent that was asked for. */
  private final transient MessageId newParent;

  /**
   * Makes the exception.
   *
   * @param messageId the message's id
   * @param newParent the parent that was asked for
   */
  public MessageCycleException(MessageId messageId, MessageId newParent) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Message '%s' cannot move below '%s', which is itself or one of its descendants."
            .formatted(messageId, newParent)));
    this.messageId = messageId;
    this.newParent = newParent;
  }

  /** Returns the message's id. */
  public MessageId messageId() {
    return messageId;
  }

  /** Returns the parent that was asked for. */
  public MessageId newParent() {
    return newParent;
  }
}
