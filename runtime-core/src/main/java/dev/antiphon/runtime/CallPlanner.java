package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ApprovalRules;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.tool.InvalidArgumentsException;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolRegistry;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done with an unresolved call (rules CONT-8 to CONT-16). Runs on a thread of
 * the runtime and under no lock, since it asks tools, policies and rules.
 */
final class CallPlanner {

  private final Conversation thread;
  private final ToolRegistry tools;
  private final Map<String, Object> runConfig;
  private final RuntimeOptions options;

  CallPlanner(Conversation thread, ToolRegistry tools, LiveRun run) {
    this.thread = thread;
    this.tools = tools;
    this.runConfig = run.runConfig();
    this.options = run.options;
  }

  /**
   * Plans one call; the first rule that matches wins.
   *
   * @param hasAnswer whether a human answered what the tool asked in an earlier execution
   */
  CallPlan plan(ToolCallPart call, boolean hasAnswer) {
    ToolApproval gate = call.approval();
    if (call.isProviderExecuted()) {
      return new CallPlan.Wait(call);
    }
    JsonCodec json = thread.env.json();
    if (json == null) {
      return error(
          call,
          "The arguments of tool '%s' cannot be read: the runtime has no JsonCodec."
              .formatted(call.toolName()));
    }
    Tool tool = tools.find(call.toolName()).orElse(null);
    if (tool == null || tool.isDisabled()) {
      return error(call, unknown(call.toolName()));
    }
    Map<String, Object> arguments;
    try {
      arguments = checked(tool, call, json);
    } catch (InvalidArgumentsException invalid) {
      return error(call, invalid.info().message());
    }
    if (isHuman(tool)) {
      return new CallPlan.Wait(call);
    }
    if (tool.handler() == null) {
      return error(
          call,
          "Tool '%s' is executed by the provider, which gave no result.".formatted(tool.name()));
    }
    if (call.timing() != null) {
      return started(call, tool, arguments, hasAnswer);
    }
    return gate == null ? ungated(call, tool, arguments, json) : gated(call, tool, gate, json);
  }

  /** Rule CONT-11: it was started before, and has no result. */
  private static CallPlan started(
      ToolCallPart call, Tool tool, Map<String, Object> arguments, boolean hasAnswer) {
    if (call.interrupt() != null && !hasAnswer) {
      return new CallPlan.Wait(call);
    }
    if (hasAnswer || tool.isIdempotent()) {
      Map<String, Object> approved =
          call.approval() == null ? null : call.approval().editedArguments();
      return new CallPlan.Start(call, tool, approved == null ? arguments : approved, null);
    }
    return error(call, interrupted(tool.name()));
  }

  /** Rules CONT-12 and CONT-13: it has a gate. */
  private CallPlan gated(ToolCallPart call, Tool tool, ToolApproval gate, JsonCodec json) {
    if (gate.isOpen()) {
      return new CallPlan.Wait(call);
    }
    if (!gate.isApproved()) {
      return error(call, "The call of tool '%s' was not approved.".formatted(tool.name()));
    }
    String hash = gate.argumentsHash();
    if (hash != null && !hash.equals(ArgumentsHash.of(call.args(), json))) {
      return error(
          call,
          "The arguments of tool '%s' are not those that were approved. Call it again."
              .formatted(tool.name()));
    }
    Map<String, Object> edited = gate.editedArguments();
    try {
      Map<String, Object> arguments = edited == null ? call.args() : edited;
      return new CallPlan.Start(call, tool, check(tool, arguments), null);
    } catch (InvalidArgumentsException invalid) {
      return error(call, invalid.info().message());
    }
  }

  /** Rules CONT-14 to CONT-16: it has no gate yet. */
  private CallPlan ungated(
      ToolCallPart call, Tool tool, Map<String, Object> arguments, JsonCodec json) {
    Optional<ApprovalRules.Verdict> rule =
        thread.env.approvalRules().find(thread.key.owner(), tool.name(), arguments);
    if (rule.isPresent()) {
      boolean isAllowed = rule.get() == ApprovalRules.Verdict.ALLOW;
      ToolApproval gate = newGate(call, tool, json).toBuilder()
          .approved(isAllowed)
          .isAutomatic(true)
          .build();
      if (!isAllowed) {
        String text = "Tool '%s' is always rejected by its user.".formatted(tool.name());
        return new CallPlan.Answer(call, ToolResult.error(text), gate);
      }
      return new CallPlan.Start(call, tool, arguments, asks(tool, arguments) ? gate : null);
    }
    return asks(tool, arguments)
        ? new CallPlan.Ask(call, newGate(call, tool, json))
        : new CallPlan.Start(call, tool, arguments, null);
  }

  /** Returns whether a call needs approval; a policy that throws means ask (rule APPR-1). */
  private boolean asks(Tool tool, Map<String, Object> arguments) {
    if (options.approvalFor().contains(tool.name())) {
      return true;
    }
    try {
      return tool.approval().asksFor(thread.key, arguments, runConfig);
    } catch (RuntimeException thrown) {
      Log.warn("The approval policy of tool '" + tool.name() + "' threw; it is asked for", thrown);
      return true;
    }
  }

  private ToolApproval newGate(ToolCallPart call, Tool tool, JsonCodec json) {
    Duration timeout = options.approvalTimeout();
    return ToolApproval.builder(new ApprovalId(thread.env.ids().next("apr")))
        .options(tool.approvalOptions())
        .argumentsHash(ArgumentsHash.of(call.args(), json))
        .expiresAt(timeout == null ? null : thread.env.clock().instant().plus(timeout))
        .build();
  }

  private boolean isHuman(Tool tool) {
    return tool.isHuman() || options.humanTools().contains(tool.name());
  }

  private static Map<String, Object> checked(Tool tool, ToolCallPart call, JsonCodec json) {
    if (call.args().isEmpty()) {
      String problem = problemOf(call.argsText().toString(), json);
      if (problem != null) {
        throw new InvalidArgumentsException(tool.name(), List.of(problem));
      }
    }
    return check(tool, call.args());
  }

  /** Returns what is wrong with argument text that gave no arguments, or null. */
  private static @Nullable String problemOf(String text, JsonCodec json) {
    if (text.isBlank()) {
      return null;
    }
    try {
      return json.parse(text) instanceof Map ? null : "they are not a JSON object";
    } catch (IllegalArgumentException notJson) {
      return "they are not JSON: " + ErrorInfo.from(notJson).message();
    }
  }

  /** Checks arguments by the tool; a check that throws something else refuses them too. */
  static Map<String, Object> check(Tool tool, Map<String, Object> arguments) {
    try {
      return tool.check().check(tool.name(), arguments);
    } catch (InvalidArgumentsException invalid) {
      throw invalid;
    } catch (RuntimeException thrown) {
      Log.warn("The arguments check of tool '" + tool.name() + "' failed", thrown);
      throw new InvalidArgumentsException(
          tool.name(), List.of("they could not be checked: " + thrown.getClass().getSimpleName()));
    }
  }

  private String unknown(String name) {
    List<String> offered = tools.offered().stream().map(Tool::name).toList();
    return "There is no tool '%s'. Available: %s."
        .formatted(name, offered.isEmpty() ? "none" : String.join(", ", offered));
  }

  static String interrupted(String toolName) {
    return ("The call of tool '%s' was interrupted: the process stopped while it ran, and its outcome is"
            + " unknown.")
        .formatted(toolName);
  }

  private static CallPlan error(ToolCallPart call, String message) {
    return new CallPlan.Answer(call, ToolResult.error(message), null);
  }
}
