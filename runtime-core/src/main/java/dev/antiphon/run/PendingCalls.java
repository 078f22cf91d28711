package dev.antiphon.run;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ToolCallPart;

/** Says which calls of a message wait for a human; pure. */
public final class PendingCalls {

  private PendingCalls() {}

  /**
   * Returns whether a call of a paused message waits for a human: an open gate, a human tool
   * without a result, or a tool that wants input. A call that was started and is not waiting for
   * input was interrupted, and waits for nobody.
   *
   * @param part any part
   */
  public static boolean isPending(MessagePart part) {
    if (!(part instanceof ToolCallPart call) || call.hasResult()) {
      return false;
    }
    if (call.hasOpenGate() || wantsInput(call)) {
      return true;
    }
    return call.approval() == null && call.timing() == null && !call.isProviderExecuted();
  }

  /**
   * Returns whether a call was executed as far as a question to a human, which is not answered yet
   * (rule TOOL-25). A handler that waits for the answer itself is still executing.
   *
   * @param call the call
   */
  public static boolean wantsInput(ToolCallPart call) {
    return !call.hasResult()
        && call.interrupt() != null
        && call.timing() != null
        && call.timing().completedAt() != null;
  }

  /**
   * Returns whether a call of a message waits for a human.
   *
   * @param message the message
   */
  public static boolean anyIn(Message message) {
    return message.content().stream().anyMatch(PendingCalls::isPending);
  }
}
