package dev.antiphon.testing;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.tool.ToolCall;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

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
  private final Map<Place, Integer> answers = new HashMap<>();
  private final Map<Place, Map<String, Object>> approved = new HashMap<>();

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
    if (!isIdempotent && times > 1 + answers.getOrDefault(place, 0)) {
      checker.violated("a call is executed once: %s of %s ran %d times with %d answers"
          .formatted(call.id(), call.toolName(), times, answers.getOrDefault(place, 0)));
    }
    if (call.cancellation().isCancelled()) {
      checker.violated(
          "no tool starts after cancel: %s of %s".formatted(call.id(), call.toolName()));
    }
    if (isGated && !Objects.equals(approved.get(place), arguments)) {
      checker.violated("executed is what was approved: %s of %s ran with %s, approved was %s"
          .formatted(call.id(), call.toolName(), arguments, approved.get(place)));
    }
  }

  /**
   * A call was approved.
   *
   * @param messageId its message
   * @param toolCallId the call
   * @param arguments what may be executed
   */
  public void approved(MessageId messageId, ToolCallId toolCallId, Map<String, Object> arguments) {
    approved.put(new Place(messageId, toolCallId), arguments);
  }

  /**
   * A question of a call was answered.
   *
   * @param messageId its message
   * @param toolCallId the call
   */
  public void answered(MessageId messageId, ToolCallId toolCallId) {
    answers.merge(new Place(messageId, toolCallId), 1, Integer::sum);
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
