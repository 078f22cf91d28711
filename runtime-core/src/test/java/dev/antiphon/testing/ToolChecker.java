package dev.antiphon.testing;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.tool.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts executions of tools, over any number of deaths of the process: once per call unless the
 * tool is idempotent, once more per answer that it asked for, never after cancel, and only with the
 * arguments that were approved.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class ToolChecker {

  private final HistoryChecker checker;
  private final Map<Place, Integer> executions = new HashMap<>();
  private final Map<ToolCallId, Integer> answers = new HashMap<>();
  private final Map<Place, List<Map<String, Object>>> approved = new HashMap<>();

  private record Place(MessageId messageId, ToolCallId toolCallId) {}

  /**
   * Makes one.
   *
   * @param checker is told of what is wrong
   */
  public ToolChecker(HistoryChecker checker) {
    this.checker = checker;
  }

  /**
   * A handler was called.
   *
   * @param arguments what it got
   * @param call the call
   * @param isIdempotent whether it may run again
   * @param isGated whether it needs approval
   */
  public void executed(
      Map<String, Object> arguments, ToolCall call, boolean isIdempotent, boolean isGated) {
    Place place = new Place(call.messageId(), call.id());
    int times = executions.merge(place, 1, Integer::sum);
    if (!isIdempotent && times > 1 + answers.getOrDefault(call.id(), 0)) {
      checker.violated("a call is executed once: %s of %s ran %d times with %d answers"
          .formatted(call.id(), call.toolName(), times, answers.getOrDefault(call.id(), 0)));
    }
    if (call.cancellation().isCancelled()) {
      checker.violated(
          "no tool starts after cancel: %s of %s".formatted(call.id(), call.toolName()));
    }
    if (isGated && !approved.getOrDefault(place, List.of()).contains(arguments)) {
      checker.violated("executed is what was approved: %s of %s ran with %s, approved was %s"
          .formatted(call.id(), call.toolName(), arguments, approved.get(place)));
    }
  }

  /**
   * A call was approved. Of one that is approved while its thread is loaded it is not known yet
   * whether it was decided otherwise before: either may then be executed.
   *
   * @param messageId its message
   * @param toolCallId the call
   * @param arguments what may be executed
   */
  public void approved(MessageId messageId, ToolCallId toolCallId, Map<String, Object> arguments) {
    approved
        .computeIfAbsent(new Place(messageId, toolCallId), place -> new ArrayList<>())
        .add(arguments);
  }

  /**
   * A question of a call was answered.
   *
   * @param toolCallId the call
   */
  public void answered(ToolCallId toolCallId) {
    answers.merge(toolCallId, 1, Integer::sum);
  }

  /** Returns how many calls were approved. */
  public int approvals() {
    return approved.size();
  }

  /** Returns how many executions there were. */
  public int executions() {
    return executions.values().stream().mapToInt(Integer::intValue).sum();
  }
}
