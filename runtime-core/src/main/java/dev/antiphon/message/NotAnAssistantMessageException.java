package dev.antiphon.message;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/** Thrown when a command for assistant messages names another one. Nothing was changed. */
public final class NotAnAssistantMessageException extends ChatRuntimeException {

  /** The message's id. */
  private final transient MessageId messageId;

  /** The role that was found. */
  private final transient Role role;

  /**
   * Makes the exception.
   *
   * @param messageId the message's id
   * @param role the role that was found
   */
  public NotAnAssistantMessageException(MessageId messageId, Role role) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Message '%s' has role %s, but only an assistant message can be named here."
            .formatted(messageId, role)));
    this.messageId = messageId;
    this.role = role;
  }

  /** Returns the message's id. */
  public MessageId messageId() {
    return messageId;
  }

  /** Returns the role that was found. */
  public Role role() {
    return role;
  }
}
