package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.NotAnAssistantMessageException;
import dev.antiphon.message.Role;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolResultConflictException;
import dev.antiphon.port.ApprovalRules;
import dev.antiphon.run.ContinuationRule;
import dev.antiphon.run.PendingCalls;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunKind;
import dev.antiphon.run.RunNotPossibleException;
import dev.antiphon.run.RunReaction;
import dev.antiphon.run.RunState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ApprovalClosedException;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.StaleApprovalException;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolRegistry;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tool.UnknownApprovalException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people give to a thread beside messages: results, decisions, answers, the word to go on. */
final class HumanInput {

  private final Conversation thread;

  HumanInput(Conversation thread) {
    this.thread = thread;
  }

  // ---- results

  /** Gives a call its result (rules TOOL-18 and TOOL-19). */
  Optional<Run> addToolResult(MessageId messageId, ToolCallId id, ToolResult result) {
    return thread.writer.apply(() -> {
      thread.check("addToolResult");
      ToolCallPart call = Calls.find(assistantMessage(messageId), id);
      if (call.hasResult()) {
        if (isSame(call, result)) {
          return Optional.empty();
        }
        throw new ToolResultConflictException(id);
      }
      LiveRun run = runOn(messageId);
      if (run != null) {
        run.on(RunEvent.ADD_TOOL_RESULT);
        if (run.calls != null) {
          run.calls.stop(id);
        }
        run.stepsSinceHuman = 0;
      }
      ToolApproval gate = call.approval();
      if (gate != null && gate.isOpen()) {
        closeGate(messageId, id, gate, ToolApproval.Resolution.ANSWERED);
      }
      thread.tools.place(run, messageId, id, result, null);
      return goOn(messageId, run, 0);
    });
  }

  private static boolean isSame(ToolCallPart call, ToolResult result) {
    return Objects.equals(call.result(), result.result())
        && call.isError() == result.isError()
        && Objects.equals(call.modelContent(), result.modelContent())
        && Objects.equals(call.artifact(), result.artifact());
  }

  // ---- decisions

  /** Decides on a gate (rules APPR-3 to APPR-10). */
  Optional<Run> respond(ApprovalId id, ApprovalResponse response) {
    ToolRegistry tools = response.editedArguments() == null
        ? null
        : thread.env.contexts().merged().tools();
    return thread.writer.apply(() -> {
      thread.check("respondToToolApproval");
      CallIndex.Gate place = thread.calls.gate(id);
      if (place == null || !thread.writer.tree().contains(place.messageId())) {
        throw new UnknownApprovalException(id);
      }
      Message message = thread.writer.message(place.messageId());
      ToolCallPart call = Calls.find(message, place.toolCallId());
      ToolApproval gate = Objects.requireNonNull(call.approval());
      Decision decision = Decision.of(gate, response);
      if (!gate.isOpen()) {
        decision.requireSameAs(gate, call);
        return Optional.empty();
      }
      if (Objects.requireNonNull(message.status()).isTerminal()) {
        throw new ApprovalClosedException(id);
      }
      String hash = response.argumentsHash();
      if (hash != null && !hash.equals(gate.argumentsHash())) {
        throw new StaleApprovalException(id);
      }
      checkEdited(call, response, tools);
      return decide(place, call, decision, response);
    });
  }

  private void checkEdited(
      ToolCallPart call, ApprovalResponse response, @Nullable ToolRegistry tools) {
    Tool tool = tools == null ? null : tools.find(call.toolName()).orElse(null);
    if (tool != null && response.editedArguments() != null) {
      CallPlanner.check(tool, response.editedArguments());
    }
  }

  private Optional<Run> decide(
      CallIndex.Gate place, ToolCallPart call, Decision decision, ApprovalResponse response) {
    MessageId messageId = place.messageId();
    LiveRun run = runOn(messageId);
    if (run != null) {
      RunReaction reaction = run.on(RunEvent.APPROVAL_DECISION);
      if (reaction == RunReaction.REFUSE_CLOSED_GATE) {
        throw new ApprovalClosedException(decision.gate().id());
      }
      run.stepsSinceHuman = 0;
    }
    changeGate(messageId, place.toolCallId(), decision.gate());
    remember(call, decision);
    ToolResult answer = response.answer();
    if (answer != null) {
      thread.tools.place(run, messageId, place.toolCallId(), answer, null);
    } else if (!decision.isApproved() && !call.isProviderExecuted()) {
      thread.tools.place(
          run, messageId, place.toolCallId(), decision.denial(call.toolName()), null);
    }
    return goOn(messageId, run, 0);
  }

  /** Remembers "always" (rule APPR-11); the port may block, so it is called in the background. */
  private void remember(ToolCallPart call, Decision decision) {
    ApprovalOption option = decision.option();
    if (option == null) {
      return;
    }
    ApprovalRules.Verdict verdict = switch (option.kind()) {
      case ApprovalOption.ALLOW_ALWAYS -> ApprovalRules.Verdict.ALLOW;
      case ApprovalOption.REJECT_ALWAYS -> ApprovalRules.Verdict.REJECT;
      default -> null;
    };
    if (verdict != null) {
      thread.writer.inBackground(() -> {
        try {
          thread.env.approvalRules().remember(thread.key.owner(), call.toolName(), verdict, option);
        } catch (Throwable thrown) {
          ErrorInfo error = ErrorInfo.from(thrown, ErrorInfo.STORAGE);
          thread.writer.run(
              () -> thread.writer.emit(header -> new ThreadEvent.StorageFailed(header, error)));
        }
      });
    }
  }

  /** Closes a gate without a decision. */
  void closeGate(
      MessageId messageId, ToolCallId id, ToolApproval gate, ToolApproval.Resolution resolution) {
    changeGate(messageId, id, gate.toBuilder().resolution(resolution).build());
  }

  private void changeGate(MessageId messageId, ToolCallId id, ToolApproval gate) {
    LiveRun run = runOn(messageId);
    thread.writer.change(
        messageId,
        run == null ? null : run.id(),
        message ->
            Calls.changed(message, id, call -> call.toBuilder().approval(gate).build()));
    thread.writer.emit(
        header -> new ThreadEvent.ApprovalResolved(header, gate),
        run == null ? null : run.id(),
        messageId,
        id);
  }

  /** Closes a gate when its time is over (rule APPR-12). */
  void watchExpiry(ToolApproval gate) {
    Instant expiresAt = gate.expiresAt();
    if (expiresAt == null) {
      return;
    }
    Duration left = Duration.between(thread.env.clock().instant(), expiresAt);
    thread.writer.afterwards(() -> thread
        .env
        .timer()
        .schedule(
            left.isNegative() ? Duration.ZERO : left,
            () -> thread.writer.run(() -> expire(gate.id()))));
  }

  private void expire(ApprovalId id) {
    CallIndex.Gate place = thread.calls.gate(id);
    if (place == null || !thread.writer.tree().contains(place.messageId())) {
      return;
    }
    ToolCallPart call = Calls.find(thread.writer.message(place.messageId()), place.toolCallId());
    ToolApproval gate = Objects.requireNonNull(call.approval());
    Instant expiresAt = gate.expiresAt();
    boolean isDue = expiresAt != null && !thread.env.clock().instant().isBefore(expiresAt);
    if (!gate.isOpen() || !isDue) {
      return;
    }
    LiveRun run = runOn(place.messageId());
    if (run != null && run.on(RunEvent.GATE_EXPIRES) == RunReaction.IGNORE) {
      return;
    }
    closeGate(place.messageId(), place.toolCallId(), gate, ToolApproval.Resolution.EXPIRED);
    ToolResult result = ToolResult.error(
        "Nobody approved the call of tool '%s' in time.".formatted(call.toolName()));
    thread.tools.place(run, place.messageId(), place.toolCallId(), result, null);
    int steps = thread.stepsSinceHuman.getOrDefault(place.messageId(), stepsOf(place.messageId()));
    goOn(place.messageId(), run, steps);
  }

  private int stepsOf(MessageId id) {
    return thread.writer.message(id).metadata().steps().size();
  }

  /** Returns the open gates that are stored, oldest first, on any branch. */
  List<PendingApproval> pendingApprovals() {
    return thread.writer.apply(() -> {
      List<PendingApproval> pending = new ArrayList<>();
      thread.calls.gates().forEach((id, place) -> {
        if (thread.writer.tree().contains(place.messageId()) && isAnnounced(id)) {
          Message message = thread.writer.message(place.messageId());
          ToolCallPart call = Calls.find(message, place.toolCallId());
          if (call.hasOpenGate()) {
            pending.add(PendingApproval.of(place.messageId(), call));
          }
        }
      });
      return List.copyOf(pending);
    });
  }

  private boolean isAnnounced(ApprovalId id) {
    LiveRun run = thread.active();
    return run == null || run.calls == null || !run.calls.unannounced.contains(id);
  }

  // ---- answers

  /** Answers what a tool asked (rules TOOL-21 and TOOL-25). */
  boolean resumeToolCall(ToolCallId id, @Nullable Object payload) {
    return thread.writer.apply(() -> {
      thread.check("resumeToolCall");
      LiveRun run = thread.active();
      if (run != null && run.on(RunEvent.RESUME_TOOL_CALL) == RunReaction.DELIVER_ANSWER) {
        ToolSession session = run.calls == null ? null : run.calls.executing.get(id);
        if (session != null && session.deliver(payload)) {
          run.stepsSinceHuman = 0;
          return true;
        }
      }
      return answerLater(id, payload);
    });
  }

  /** Answers a call that wanted input and holds no thread: its handler is called again. */
  private boolean answerLater(ToolCallId id, @Nullable Object payload) {
    MessageId messageId = thread.calls.messageOf(id);
    if (messageId == null || !thread.writer.tree().contains(messageId)) {
      return false;
    }
    ToolCallPart call = Calls.find(thread.writer.message(messageId), id);
    boolean wantsInput = !call.hasResult() && call.interrupt() != null && call.timing() != null;
    if (!wantsInput || !thread.writer.message(messageId).isPaused() || runOn(messageId) != null) {
      return false;
    }
    thread.tools.keepAnswer(id, payload);
    thread.writer.emit(ThreadEvent.HumanInputResolved::new, null, messageId, id);
    thread.starter.continueMessage(messageId, 0, RunKind.CONTINUATION);
    return true;
  }

  // ---- going on

  /** Goes on with a message (rules CONT-24 and CONT-25). */
  Run continueRun(MessageId id) {
    return thread.writer.apply(() -> {
      thread.check("continueRun");
      Message message = assistantMessage(id);
      boolean isPending = PendingCalls.anyIn(message);
      if (runOn(id) != null || !ContinuationRule.canContinue(message, isPending)) {
        throw new RunNotPossibleException(id, String.valueOf(message.status()));
      }
      thread.starter.interrupt(null);
      return thread.starter.continueMessage(id, 0, RunKind.CONTINUATION).handle;
    });
  }

  /** Goes on after a result, decision or expiry: rules CONT-17 to CONT-23. */
  private Optional<Run> goOn(MessageId messageId, @Nullable LiveRun run, int stepsSinceHuman) {
    thread.store.update(messageId);
    if (run != null) {
      if (run.state() == RunState.EXECUTING) {
        thread.tools.execute(run);
      }
      return Optional.empty();
    }
    return continueIfSettled(messageId, stepsSinceHuman);
  }

  /** What was given while a pause was being stored takes effect after its announcement. */
  void afterPause(MessageId messageId) {
    continueIfSettled(messageId, thread.stepsSinceHuman.getOrDefault(messageId, 0));
  }

  private Optional<Run> continueIfSettled(MessageId messageId, int stepsSinceHuman) {
    Message message = thread.writer.message(messageId);
    ContinuationRule.Continuation continuation = ContinuationRule.afterHumanInput(
        message, thread.writer.tree().isLeaf(messageId), PendingCalls.anyIn(message));
    if (continuation != ContinuationRule.Continuation.START) {
      return Optional.empty();
    }
    LiveRun run = thread.starter.continueMessage(messageId, stepsSinceHuman, RunKind.CONTINUATION);
    return Optional.of(run.handle);
  }

  private @Nullable LiveRun runOn(MessageId messageId) {
    LiveRun run = thread.active();
    return run != null && messageId.equals(run.messageId) ? run : null;
  }

  private Message assistantMessage(MessageId id) {
    Message message = thread.writer.message(id);
    if (message.role() != Role.ASSISTANT) {
      throw new NotAnAssistantMessageException(id, message.role());
    }
    return message;
  }
}
