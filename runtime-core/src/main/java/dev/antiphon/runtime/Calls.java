package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.UnknownToolCallException;
import dev.antiphon.run.PendingCalls;
import java.util.List;
import java.util.function.UnaryOperator;

/** Finds and replaces the calls of a message; pure. */
final class Calls {

  private Calls() {}

  static ToolCallPart find(Message message, ToolCallId id) {
    return (ToolCallPart) message.content().get(indexOf(message, id));
  }

  static Message changed(Message message, ToolCallId id, UnaryOperator<ToolCallPart> change) {
    int index = indexOf(message, id);
    ToolCallPart before = (ToolCallPart) message.content().get(index);
    ToolCallPart after = change.apply(before);
    return after.equals(before) ? message : message.withPart(index, after);
  }

  private static int indexOf(Message message, ToolCallId id) {
    List<MessagePart> content = message.content();
    for (int index = content.size() - 1; index >= 0; index--) {
      if (content.get(index) instanceof ToolCallPart call && call.toolCallId().equals(id)) {
        return index;
      }
    }
    throw new UnknownToolCallException(message.id(), id.value());
  }

  /**
   * Returns a message without what is live only: partial results, and the questions of handlers
   * that wait for the answer themselves and do not outlive the process (rules TOOL-13 and TOOL-16).
   */
  static Message withoutLive(Message message) {
    Message stored = message;
    for (int index = 0; index < message.content().size(); index++) {
      if (message.content().get(index) instanceof ToolCallPart call && isLive(call)) {
        ToolCallPart.Builder kept = call.toBuilder().withoutProgress();
        stored = stored.withPart(
            index,
            PendingCalls.wantsInput(call) ? kept.build() : kept.interrupt(null).build());
      }
    }
    return stored;
  }

  private static boolean isLive(ToolCallPart call) {
    return call.hasProgress() || (call.interrupt() != null && !PendingCalls.wantsInput(call));
  }
}
