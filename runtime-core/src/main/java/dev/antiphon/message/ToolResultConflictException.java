package dev.antiphon.message;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * Thrown when a second, different result is given for a call (rule TOOL-19). The first one stands.
 */
public final class ToolResultConflictException extends ChatRuntimeException {

  /** The call's id. */
  private final transient ToolCallId toolCallId;

  /**
   * Makes the exception.
   *
   * @param toolCallId the call's id
   */
  public ToolResultConflictException(ToolCallId toolCallId) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Tool call '%s' has a result already, and the one given now differs. The first result stands."
            .formatted(toolCallId)));
    this.toolCallId = toolCallId;
  }

  /** Returns the call's id. */
  public ToolCallId toolCallId() {
    return toolCallId;
  }
}
