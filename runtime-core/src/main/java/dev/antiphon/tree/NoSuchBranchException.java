package dev.antiphon.tree;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.MessageId;

/** Thrown when there is no previous or next branch (rule TREE-9). Nothing was changed. */
public final class NoSuchBranchException extends ChatRuntimeException {

  /** The message's id. */
  private final transient MessageId messageId;

  /**
   * Makes the exception.
   *
   * @param messageId the message's id
   * @param direction the direction that was asked for
   */
  public NoSuchBranchException(MessageId messageId, String direction) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED, "Message '%s' has no %s branch.".formatted(messageId, direction)));
    this.messageId = messageId;
  }

  /** Returns the message's id. */
  public MessageId messageId() {
    return messageId;
  }
}
