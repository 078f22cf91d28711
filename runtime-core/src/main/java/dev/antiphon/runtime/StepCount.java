package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Step;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import java.util.List;

/** Counts the steps of a stored message since the last human input (rule RUN-26); pure. */
final class StepCount {

  private StepCount() {}

  /**
   * Returns how many steps came after the last one whose calls a human decided on or answered. What
   * was given is not stored with its time, so it is read off the calls.
   */
  static int sinceHuman(Message message) {
    List<MessagePart> content = message.content();
    int last = content.size() - 1;
    while (last >= 0 && !(content.get(last) instanceof ToolCallPart call && isByHuman(call))) {
      last--;
    }
    List<Step> steps = message.metadata().steps();
    for (int i = 0; last >= 0 && i < steps.size(); i++) {
      Integer size = steps.get(i).contentSize();
      if (size != null && size > last) {
        return steps.size() - (i + 1);
      }
    }
    return steps.size();
  }

  private static boolean isByHuman(ToolCallPart call) {
    ToolApproval gate = call.approval();
    if (gate == null) {
      boolean isOfHumanTool = call.hasResult() && !call.isError() && call.timing() == null;
      return isOfHumanTool && !call.isProviderExecuted();
    }
    boolean isDecided = gate.approved() != null && !gate.isAutomatic();
    return isDecided || gate.resolution() == ToolApproval.Resolution.ANSWERED;
  }
}
