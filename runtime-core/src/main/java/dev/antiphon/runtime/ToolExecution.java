package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolInterrupt;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.port.JsonCodec;
import dev.antiphon.run.ContinuationRule;
import dev.antiphon.run.PendingCalls;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunReaction;
import dev.antiphon.run.RunState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolCall.HumanAnswer;
import dev.antiphon.tool.ToolRegistry;
import dev.antiphon.tool.ToolResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Executes the calls of a step: plans, gates, starts in call order, and places the results. */
final class ToolExecution {

  private final Conversation thread;

  /** Answers to calls that wanted input, until their handler is called again (rule TOOL-25). */
  private final Map<ToolCallId, HumanAnswer> answers = new HashMap<>();

  ToolExecution(Conversation thread) {
    this.thread = thread;
  }

  // ---- planning

  /** Plans what is not planned yet; the run is EXECUTING already. */
  void execute(LiveRun run) {
    thread.gates.expireOverdue(run.requireMessageId());
    if (run.state() != RunState.EXECUTING) {
      return;
    }
    ToolCalls calls = callsOf(run);
    List<ToolCallPart> open = new ArrayList<>();
    for (MessagePart part : thread.writer.message(run.requireMessageId()).content()) {
      if (part instanceof ToolCallPart call
          && ContinuationRule.isUnresolved(call)
          && !calls.isTaken(call.toolCallId())) {
        open.add(call);
      }
    }
    if (open.isEmpty()) {
      startReady(run);
      settle(run);
      return;
    }
    open.forEach(call -> calls.planning.add(call.toolCallId()));
    thread.writer.inBackground(() -> plan(run, open));
  }

  /** Plans calls, on a thread of the runtime and under no lock. */
  private void plan(LiveRun run, List<ToolCallPart> open) {
    try {
      ToolRegistry tools = thread.contexts.merged().tools();
      CallPlanner planner = new CallPlanner(thread, tools, run);
      List<CallPlan> plans = new ArrayList<>();
      for (ToolCallPart call : open) {
        boolean hasAnswer = thread.writer.apply(() -> answers.containsKey(call.toolCallId()));
        plans.add(planner.plan(call, hasAnswer));
      }
      thread.writer.run(() -> carryOut(run, plans));
    } catch (Throwable failure) {
      thread.writer.run(() -> {
        if (run.state() == RunState.EXECUTING) {
          thread.steps.contextFailed(run, failure);
        }
      });
    }
  }

  private void carryOut(LiveRun run, List<CallPlan> plans) {
    if (run.state() != RunState.EXECUTING) {
      return;
    }
    ToolCalls calls = callsOf(run);
    boolean isOutdated = false;
    for (CallPlan plan : plans) {
      ToolCallId id = plan.call().toolCallId();
      if (!calls.planning.remove(id)) {
        continue;
      }
      ToolCallPart now = callOf(run, id);
      if (now.hasResult()) {
        continue;
      }
      if (Objects.equals(now.approval(), plan.call().approval())) {
        carryOut(run, plan);
      } else {
        isOutdated = true;
      }
    }
    startReady(run);
    List<ApprovalId> opened = GateKeeper.unannounced(run);
    if (!opened.isEmpty() && calls.isBusy()) {
      thread.store.update(
          run.requireMessageId(), (isStored, errors) -> announceIfStored(run, opened, isStored));
    }
    if (isOutdated) {
      execute(run);
    } else {
      settle(run);
    }
  }

  private void carryOut(LiveRun run, CallPlan plan) {
    ToolCallId id = plan.call().toolCallId();
    if (plan instanceof CallPlan.Answer answer) {
      place(run, run.requireMessageId(), id, answer.result(), answer.gate());
    } else if (plan instanceof CallPlan.Ask ask) {
      thread.gates.open(run, id, ask.gate());
    } else if (plan instanceof CallPlan.Start start) {
      ToolApproval gate = start.gate();
      if (gate != null) {
        thread.gates.open(run, id, gate);
      }
      callsOf(run).ready.add(new ToolSession(thread, run, start, answers.remove(id)));
    }
  }

  /** A gate that is not stored is not announced before the pause (rule APPR-2). */
  private void announceIfStored(LiveRun run, List<ApprovalId> gates, boolean isStored) {
    if (isStored) {
      thread.gates.announce(run, gates);
    }
  }

  // ---- executing

  private void startReady(LiveRun run) {
    ToolCalls calls = callsOf(run);
    List<ToolSession> together = new ArrayList<>();
    Instant now = thread.env.clock().instant();
    int slots = run.options.maxParallelTools();
    while (calls.executing.size() < slots && !calls.ready.isEmpty()) {
      ToolSession session = calls.ready.poll();
      calls.executing.put(session.id(), session);
      together.add(session);
      changeCall(
          run,
          session.id(),
          call ->
              call.toBuilder().timing(new ToolTiming(now, null)).interrupt(null).build());
    }
    if (!together.isEmpty()) {
      // Stored before the handlers are called: the durable sign that they were (rule TOOL-11).
      List<ApprovalId> opened = GateKeeper.unannounced(run);
      thread.store.update(run.requireMessageId(), (isStored, errors) -> {
        announceIfStored(run, opened, isStored);
        begin(run, together, isStored, errors);
      });
    }
  }

  private void begin(
      LiveRun run, List<ToolSession> sessions, boolean isStored, List<ErrorInfo> errors) {
    errors.forEach(run::historyFailed);
    for (ToolSession session : sessions) {
      if (session.isOver() || run.state() != RunState.EXECUTING) {
        continue;
      }
      if (isStored || session.tool.isIdempotent()) {
        launch(run, session);
      } else {
        callsOf(run).executing.remove(session.id());
        session.end(false);
        place(run, run.requireMessageId(), session.id(), ToolErrors.notStored(session), null);
      }
    }
    startReady(run);
    settle(run);
  }

  private void launch(LiveRun run, ToolSession session) {
    callsOf(run).handlerOut(session);
    session.startClock();
    thread.writer.emit(
        header -> new ThreadEvent.ToolStarted(header, session.toolName()),
        run.id(),
        run.messageId,
        session.id());
    thread.writer.inBackground(() -> callHandler(run, session));
  }

  /** Calls a handler, on a thread of the runtime and under no lock (rule TOOL-10). */
  private void callHandler(LiveRun run, ToolSession session) {
    if (!mayStart(run, session)) {
      return;
    }
    ToolResult result;
    try {
      Object returned =
          Objects.requireNonNull(session.tool.handler()).execute(session.arguments, session);
      result = returned instanceof ToolResult own ? own : ToolResult.of(returned);
      result = withinLimit(run, session.tool, result);
    } catch (Throwable thrown) {
      result = ToolErrors.of(session.tool, thrown);
    }
    ToolResult outcome = result;
    thread.writer.run(() -> {
      callsOf(run).handlerBack(session);
      ended(run, session, outcome);
    });
  }

  /** Returns whether a handler is still wanted; no tool starts once its call is over (RUN-16). */
  private boolean mayStart(LiveRun run, ToolSession session) {
    return thread.writer.apply(() -> {
      if (session.isOver()) {
        callsOf(run).handlerBack(session);
      }
      return !session.isOver();
    });
  }

  private ToolResult withinLimit(LiveRun run, Tool tool, ToolResult result) {
    int limit = run.options.maxToolResultBytes();
    JsonCodec json = Objects.requireNonNull(thread.env.json());
    return ResultSize.isWithin(limit, result, json) ? result : ToolErrors.tooLarge(tool, limit);
  }

  private void ended(LiveRun run, ToolSession session, ToolResult result) {
    if (session.isOver() || callsOf(run).executing.remove(session.id()) == null) {
      return;
    }
    session.end(false);
    ToolResult.Question question = result.question();
    if (question != null) {
      waitForInput(run, session.id(), question);
    } else {
      place(run, run.requireMessageId(), session.id(), result, null);
    }
    startReady(run);
    settle(run);
  }

  /**
   * Has a call wait for input: its execution is over, which is what tells it from one cut short.
   */
  private void waitForInput(LiveRun run, ToolCallId id, ToolResult.Question question) {
    Instant now = thread.env.clock().instant();
    changeCall(
        run,
        id,
        call -> call.toBuilder()
            .withoutProgress()
            .interrupt(new ToolInterrupt(question.payload()))
            .timing(endedAt(call.timing(), now))
            .build());
    thread.writer.emit(
        header -> new ThreadEvent.HumanInputRequested(header, question.payload()),
        run.id(),
        run.messageId,
        id);
  }

  /**
   * Keeps the answer to a call that wanted input, for the handler's next execution.
   *
   * @return whether it is the first answer
   */
  boolean keepAnswer(ToolCallId id, @Nullable Object payload) {
    return answers.putIfAbsent(id, new HumanAnswer(payload)) == null;
  }

  /** The time of an execution is over: its call gets an error result at once (rule TOOL-8). */
  void timedOut(LiveRun run, ToolSession session) {
    if (session.isOver() || callsOf(run).executing.remove(session.id()) == null) {
      return;
    }
    session.end(true);
    thread.watch.leak(run);
    place(run, run.requireMessageId(), session.id(), ToolErrors.timedOut(session.tool), null);
    startReady(run);
    settle(run);
  }

  // ---- results

  /** Places a result on its call, and lets it be stored. */
  void place(
      @Nullable LiveRun run,
      MessageId messageId,
      ToolCallId id,
      ToolResult result,
      @Nullable ToolApproval gate) {
    if (gate != null) {
      thread.calls.addGate(gate.id(), messageId, id);
    }
    Instant now = thread.env.clock().instant();
    boolean wasAsking = Calls.find(thread.writer.message(messageId), id).interrupt() != null;
    thread.writer.change(
        messageId,
        run == null ? null : run.id(),
        message -> Calls.changed(message, id, call -> resolved(call, result, gate, now)));
    if (wasAsking) {
      thread.writer.emit(
          ThreadEvent.HumanInputResolved::new, run == null ? null : run.id(), messageId, id);
    }
    answers.remove(id);
    ToolCallPart call = Calls.find(thread.writer.message(messageId), id);
    thread.writer.emit(
        header -> new ThreadEvent.ToolEnded(header, call),
        run == null ? null : run.id(),
        messageId,
        id);
    thread.store.update(messageId);
  }

  private static ToolCallPart resolved(
      ToolCallPart call, ToolResult result, @Nullable ToolApproval gate, Instant now) {
    ToolCallPart.Builder changed = call.toBuilder()
        .withoutProgress()
        .interrupt(null)
        .result(result.result())
        .isError(result.isError())
        .modelContent(result.modelContent());
    if (result.hasArtifact()) {
      changed.artifact(result.artifact());
    }
    if (result.messages() != null) {
      changed.messages(result.messages());
    }
    changed.timing(endedAt(call.timing(), now));
    if (gate != null) {
      changed.approval(gate);
    }
    return changed.build();
  }

  private static @Nullable ToolTiming endedAt(@Nullable ToolTiming timing, Instant now) {
    return timing == null ? null : new ToolTiming(timing.startedAt(), now);
  }

  /** Goes on when nothing executes any more (rules CONT-17 to CONT-19). */
  void settle(LiveRun run) {
    if (run.state() != RunState.EXECUTING) {
      return;
    }
    showWaiting(run);
    if (callsOf(run).isBusy()) {
      run.decided = RunState.EXECUTING;
      run.on(RunEvent.TOOL_ENDS);
      return;
    }
    Message message = thread.writer.message(run.requireMessageId());
    ContinuationRule.Decision decision =
        ContinuationRule.afterExecution(PendingCalls.anyIn(message), run.hasStepsLeft());
    run.decided = decision.next();
    if (run.on(RunEvent.TOOL_ENDS) == RunReaction.PROCEED) {
      thread.steps.proceed(run, decision);
    }
  }

  /** Shows whether all that executes waits for a human (rule TOOL-20). */
  void showWaiting(LiveRun run) {
    if (run.state() == RunState.EXECUTING) {
      Status shown = callsOf(run).isOnlyAsking() ? Status.INTERRUPT : Status.RUNNING;
      thread.writer.change(run.requireMessageId(), run.id(), message -> message.withStatus(shown));
    }
  }

  // ---- calls

  /**
   * Returns the id that a new call gets: the model's, unless the thread has it already (REPLY-4).
   */
  ToolCallId uniqueCallId(ToolCallId wanted, MessageId messageId) {
    ToolCallId id = wanted;
    while (thread.calls.isUsed(id)) {
      id = new ToolCallId(thread.env.ids().next("call"));
    }
    thread.calls.addCall(id, messageId);
    return id;
  }

  void changeCall(LiveRun run, ToolCallId id, UnaryOperator<ToolCallPart> change) {
    thread.writer.change(
        run.requireMessageId(), run.id(), message -> Calls.changed(message, id, change));
  }

  /** Changes what is shown of a call but not stored with it (rule TOOL-16). */
  void changeCallUnstored(LiveRun run, ToolCallId id, UnaryOperator<ToolCallPart> change) {
    thread.writer.changeUnstored(
        run.requireMessageId(), message -> Calls.changed(message, id, change));
  }

  private ToolCallPart callOf(LiveRun run, ToolCallId id) {
    return Calls.find(thread.writer.message(run.requireMessageId()), id);
  }

  static ToolCalls callsOf(LiveRun run) {
    if (run.calls == null) {
      run.calls = new ToolCalls();
    }
    return run.calls;
  }
}
