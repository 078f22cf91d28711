package dev.antiphon.runtime;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ApprovalRules;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.run.PendingCalls;
import dev.antiphon.tool.InvalidArgumentsException;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolRegistry;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
          "The arguments of tool '%s' cannot be read: the runtime has no JsonCodec. Go on without it."
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
          "Tool '%s' is executed by the provider, which gave no result. Go on without it."
              .formatted(tool.name()));
    }
    if (gate != null) {
      return gated(call, tool, gate, json, hasAnswer);
    }
    return call.timing() == null
        ? ungated(call, tool, arguments, json)
        : started(call, tool, arguments, hasAnswer);
  }

  /** Rule CONT-11: it was started before, and has no result. */
  private static CallPlan started(
      ToolCallPart call, Tool tool, Map<String, Object> arguments, boolean hasAnswer) {
    if (PendingCalls.wantsInput(call) && !hasAnswer) {
      return new CallPlan.Wait(call);
    }
    return hasAnswer || tool.isIdempotent()
        ? new CallPlan.Start(call, tool, arguments, null)
        : error(call, interrupted(tool.name()));
  }

  /** Rules CONT-12 and CONT-13: it has a gate. */
  private CallPlan gated(
      ToolCallPart call, Tool tool, ToolApproval gate, JsonCodec json, boolean hasAnswer) {
    if (gate.isOpen()) {
      return new CallPlan.Wait(call);
    }
    if (!gate.isApproved()) {
      return error(
          call, "The call of tool '%s' was not approved. Go on without it.".formatted(tool.name()));
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
      Map<String, Object> arguments = check(tool, edited == null ? call.args() : edited);
      return call.timing() == null
          ? new CallPlan.Start(call, tool, arguments, null)
          : started(call, tool, arguments, hasAnswer);
    } catch (InvalidArgumentsException invalid) {
      return error(call, invalid.info().message());
    }
  }

  /** Rules CONT-14 to CONT-16: it has no gate yet. */
  private CallPlan ungated(
      ToolCallPart call, Tool tool, Map<String, Object> arguments, JsonCodec json) {
    Optional<ApprovalRules.Verdict> rule;
    try {
      rule = thread.env.rules().find(thread.key.owner(), tool.name(), arguments);
    } catch (RuntimeException | Error thrown) {
      Log.warn("The approval rules failed at tool '" + tool.name() + "'; it is asked for", thrown);
      return new CallPlan.Ask(call, newGate(call, tool, json));
    }
    boolean isAsked = asks(tool, arguments);
    if (rule.isEmpty()) {
      return isAsked
          ? new CallPlan.Ask(call, newGate(call, tool, json))
          : new CallPlan.Start(call, tool, arguments, null);
    }
    boolean isAllowed = rule.get() == ApprovalRules.Verdict.ALLOW;
    ToolApproval gate = newGate(call, tool, json).toBuilder()
        .approved(isAllowed)
        .isAutomatic(true)
        .expiresAt(null)
        .build();
    if (isAllowed) {
      return new CallPlan.Start(call, tool, arguments, isAsked ? gate : null);
    }
    String text = "Tool '%s' is always rejected by its user. Go on without it.";
    return new CallPlan.Answer(call, ToolResult.error(text.formatted(tool.name())), gate);
  }

  /** Returns whether a call needs approval; a policy that throws means ask (rule APPR-1). */
  private boolean asks(Tool tool, Map<String, Object> arguments) {
    if (options.approvalFor().contains(tool.name())) {
      return true;
    }
    try {
      return tool.approval().asksFor(thread.key, arguments, runConfig);
    } catch (RuntimeException | Error thrown) {
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
    String problem = call.args().isEmpty()
        ? ArgumentsText.read(call.argsText().toString(), json).problem()
        : null;
    if (problem != null) {
      throw new InvalidArgumentsException(tool.name(), List.of(problem));
    }
    return check(tool, call.args());
  }

  /** Checks arguments by the tool; a check that throws something else refuses them too. */
  static Map<String, Object> check(Tool tool, Map<String, Object> arguments) {
    try {
      return tool.check().check(tool.name(), arguments);
    } catch (InvalidArgumentsException invalid) {
      throw invalid;
    } catch (RuntimeException | Error thrown) {
      Log.warn("The arguments check of tool '" + tool.name() + "' failed", thrown);
      throw new InvalidArgumentsException(
          tool.name(), List.of("they could not be checked: " + thrown.getClass().getSimpleName()));
    }
  }

  private String unknown(String name) {
    List<String> offered = tools.offered().stream().map(Tool::name).toList();
    return "There is no tool '%s'. Use one of these, or go on without: %s."
        .formatted(name, offered.isEmpty() ? "none" : String.join(", ", offered));
  }

  static String interrupted(String toolName) {
    return ("The call of tool '%s' was interrupted: the process stopped while it ran, and its outcome is"
            + " unknown. Find out what happened before you call it again.")
        .formatted(toolName);
  }

  private static CallPlan error(ToolCallPart call, String message) {
    return new CallPlan.Answer(call, ToolResult.error(message), null);
  }
}
