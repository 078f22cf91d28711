package dev.antiphon.web;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ToolCallId;

/** A page gave a result to a call that the server executes, or decides on; nothing was done. */
public final class ServerToolException extends ChatRuntimeException {

  /**
   * Makes one.
   *
   * @param toolCallId the call
   */
  ServerToolException(ToolCallId toolCallId) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "The result of call '%s' is not for a page to give: expected a call of a tool without a handler and without a gate, found another one. Answer its approval, or wait for it."
            .formatted(toolCallId)));
  }
}
