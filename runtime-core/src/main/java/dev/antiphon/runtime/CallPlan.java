package dev.antiphon.runtime;

import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be done with an unresolved call in EXECUTING (rules CONT-8 to CONT-16). */
sealed interface CallPlan {

  /** Returns the call as it was when the plan was made. */
  ToolCallPart call();

  /** It waits for a human or the provider. */
  record Wait(ToolCallPart call) implements CallPlan {}

  /**
   * It gets a result without being executed.
   *
   * @param gate the gate that a rule decided, or null
   */
  record Answer(
      ToolCallPart call, ToolResult result, @Nullable ToolApproval gate) implements CallPlan {}

  /** A gate is opened. */
  record Ask(ToolCallPart call, ToolApproval gate) implements CallPlan {}

  /**
   * It is executed.
   *
   * @param arguments the checked arguments
   * @param gate the gate that a rule decided, or null
   */
  record Start(
      ToolCallPart call,
      Tool tool,
      Map<String, Object> arguments,
      @Nullable ToolApproval gate) implements CallPlan {}
}
