package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.NotAnAssistantMessageException;
import dev.antiphon.message.Role;
import dev.antiphon.message.RunId;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolResultConflictException;
import dev.antiphon.run.ContinuationRule;
import dev.antiphon.run.PendingCalls;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunKind;
import dev.antiphon.run.RunNotPossibleException;
import dev.antiphon.run.RunReaction;
import dev.antiphon.run.RunState;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolRegistry;
import dev.antiphon.tool.ToolResult;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What people give to a thread beside messages and decisions: results, answers, the word to go on.
 */
final class HumanInput {

  private final Conversation thread;

  HumanInput(Conversation thread) {
    this.thread = thread;
  }

  // ---- results

  /**
   * Gives a call its result (rules TOOL-18 and TOOL-19).
   *
   * @param which finds the call in the message
   */
  CompletionStage<Optional<Run>> addToolResult(
      MessageId messageId, Function<Message, ToolCallPart> which, ToolResult result) {
    if (result.question() != null) {
      throw new IllegalArgumentException(
          "A result that is given is no question: needsInput is for handlers alone.");
    }
    return thread.afterLoad.answer(
        "addToolResult", () -> give(messageId, which.apply(assistantMessage(messageId)), result));
  }

  private Optional<Run> give(MessageId messageId, ToolCallPart call, ToolResult result) {
    ToolCallId id = call.toolCallId();
    if (call.hasResult()) {
      if (isSame(call, result)) {
        return Optional.empty();
      }
      throw new ToolResultConflictException(id);
    }
    LiveRun run = thread.runOn(messageId);
    if (run != null) {
      run.on(RunEvent.ADD_TOOL_RESULT);
      if (run.calls != null) {
        run.calls.stop(id);
      }
    }
    wasGiven(messageId, run);
    ToolApproval gate = call.approval();
    if (gate != null && gate.isOpen()) {
      thread.approvals.close(messageId, id, gate, ToolApproval.Resolution.ANSWERED);
    }
    thread.tools.place(run, messageId, id, result, null);
    return goOn(messageId, run, 0);
  }

  private static boolean isSame(ToolCallPart call, ToolResult result) {
    return Objects.equals(call.result(), result.result())
        && call.isError() == result.isError()
        && Objects.equals(call.modelContent(), result.modelContent())
        && call.hasArtifact() == result.hasArtifact()
        && Objects.equals(call.artifact(), result.artifact());
  }

  // ---- answers

  /** Answers what a tool asked (rules TOOL-21 and TOOL-25). */
  CompletionStage<Boolean> resumeToolCall(ToolCallId id, @Nullable Object payload) {
    return thread.afterLoad.answer("resumeToolCall", () -> {
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
    Message message = thread.writer.message(messageId);
    if (!PendingCalls.wantsInput(Calls.find(message, id))) {
      return false;
    }
    LiveRun run = thread.runOn(messageId);
    boolean isExecuting = run != null && run.state() == RunState.EXECUTING;
    boolean isPaused = run == null && message.isPaused() && thread.writer.tree().isLeaf(messageId);
    if ((!isExecuting && !isPaused) || !thread.tools.keepAnswer(id, payload)) {
      return false;
    }
    wasGiven(messageId, run);
    thread.writer.emit(
        ThreadEvent.HumanInputResolved::new, run == null ? null : run.id(), messageId, id);
    if (run != null) {
      thread.tools.execute(run);
    } else {
      continueOnce(messageId, 0);
    }
    return true;
  }

  /** Drops what the calls of a message show and ask, since it is cancelled or over. */
  void closeQuestions(MessageId messageId, @Nullable RunId runId) {
    for (MessagePart part : thread.writer.message(messageId).content()) {
      if (part instanceof ToolCallPart call && !call.hasResult()) {
        ToolCallId id = call.toolCallId();
        thread.writer.changeQuietly(
            messageId,
            message -> Calls.changed(
                message,
                id,
                each -> each.toBuilder().interrupt(null).withoutProgress().build()));
        if (call.interrupt() != null) {
          thread.writer.emit(ThreadEvent.HumanInputResolved::new, runId, messageId, id);
        }
      }
    }
  }

  // ---- going on

  /**
   * Goes on with a message (rules CONT-24 and CONT-25). Which tools a human answers is asked under
   * no lock.
   */
  Run continueRun(MessageId id, SendOptions options) {
    Predicate<ToolCallPart> waitsForHuman = waitsForHuman(id);
    return thread.writer.apply(() -> {
      thread.check("continueRun");
      if (thread.writer.loadState() != LoadState.LOADED) {
        LiveRun run =
            thread.starter.continuationAfterLoad(new LiveRun.Continued(id, waitsForHuman), options);
        thread.placement.place(run);
        return run.handle;
      }
      checkContinuable(id, waitsForHuman);
      LiveRun waiting = thread.queue.continuationOf(id);
      if (waiting != null) {
        thread.placement.bringForward(waiting, options.whenBusy());
        return waiting.handle;
      }
      LiveRun run = thread.starter.continuation(id, 0, RunKind.CONTINUATION, options);
      thread.placement.place(run);
      return run.handle;
    });
  }

  /**
   * Refuses to go on with a message that nothing can go on with.
   *
   * @param waitsForHuman says of a message that its adapter paused which calls wait for a human
   */
  void checkContinuable(MessageId id, Predicate<ToolCallPart> waitsForHuman) {
    Message message = assistantMessage(id);
    Predicate<ToolCallPart> isPending =
        Status.INTERRUPT.equals(message.status()) ? waitsForHuman : PendingCalls::isPending;
    boolean isAnyPending = message.toolCalls().stream().anyMatch(isPending);
    if (thread.runOn(id) != null || !ContinuationRule.canContinue(message, isAnyPending)) {
      throw new RunNotPossibleException(id, String.valueOf(message.status()));
    }
  }

  /**
   * Returns what waits for a human in a message. A message that its adapter paused may hold calls
   * that nobody has looked at yet (rule CONT-3): those of automatic tools wait for nobody.
   */
  private Predicate<ToolCallPart> waitsForHuman(MessageId id) {
    boolean mayBeAdaptersPause =
        thread.writer.apply(() -> thread.writer.loadState() != LoadState.LOADED
            || (thread.writer.tree().contains(id)
                && Status.INTERRUPT.equals(thread.writer.message(id).status())));
    if (!mayBeAdaptersPause) {
      return PendingCalls::isPending;
    }
    ToolRegistry tools = thread.contexts.merged().tools();
    Set<String> humanTools = thread.options().humanTools();
    return call -> PendingCalls.isPending(call)
        && (call.hasOpenGate()
            || PendingCalls.wantsInput(call)
            || humanTools.contains(call.toolName())
            || tools.find(call.toolName()).map(Tool::isHuman).orElse(false));
  }

  /** Says that a human gave something: the steps are counted from here on (rule RUN-26). */
  void wasGiven(MessageId messageId, @Nullable LiveRun run) {
    if (run != null) {
      run.stepsSinceHuman = 0;
    } else {
      thread.stepsSinceHuman.put(messageId, 0);
    }
  }

  /** Returns how many steps a message without a run has had since the last human input. */
  int stepsSinceHuman(MessageId messageId) {
    Integer known = thread.stepsSinceHuman.get(messageId);
    return known != null ? known : StepCount.sinceHuman(thread.writer.message(messageId));
  }

  /** Goes on after a result, decision or expiry: rules CONT-17 to CONT-23. */
  Optional<Run> goOn(MessageId messageId, @Nullable LiveRun run, int stepsSinceHuman) {
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
    return continuation == ContinuationRule.Continuation.START
        ? continueOnce(messageId, stepsSinceHuman)
        : Optional.empty();
  }

  /** Starts a run that goes on with a message, unless one waits for its turn already. */
  private Optional<Run> continueOnce(MessageId messageId, int stepsSinceHuman) {
    LiveRun active = thread.active();
    if (active != null && active.awaits(messageId)) {
      return Optional.of(active.handle);
    }
    if (thread.queue.continuationOf(messageId) != null) {
      return Optional.empty();
    }
    LiveRun run = thread.starter.continueMessage(messageId, stepsSinceHuman, RunKind.CONTINUATION);
    return Optional.of(run.handle);
  }

  private Message assistantMessage(MessageId id) {
    Message message = thread.writer.message(id);
    if (message.role() != Role.ASSISTANT) {
      throw new NotAnAssistantMessageException(id, message.role());
    }
    return message;
  }
}
