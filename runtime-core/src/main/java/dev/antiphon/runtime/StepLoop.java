package dev.antiphon.runtime;

import dev.antiphon.context.ModelContext;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.port.RunRequest;
import dev.antiphon.run.ContinuationRule;
import dev.antiphon.run.PartChange;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunKind;
import dev.antiphon.run.RunReaction;
import dev.antiphon.run.RunState;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The steps of a run: asks the model, takes what it writes, and decides how the run goes on. */
final class StepLoop {

  private final Conversation thread;

  /** The conflicts of tools that the last step found. */
  private List<String> knownConflicts = List.of();

  StepLoop(Conversation thread) {
    this.thread = thread;
  }

  /** Begins a step; the run is REQUESTING already. */
  void request(LiveRun run) {
    int step = run.stepCount();
    if (step == 0 && run.kind == RunKind.RESUME) {
      run.requireReply()
          .resumeStep(LoadRepair.endOfLastStep(thread.writer.message(run.requireMessageId())));
    } else {
      run.requireReply().beginStep();
    }
    run.stepsSinceHuman++;
    StepWriter writer = new StepWriter(thread, run);
    run.writer = writer;
    run.adaptersOut++;
    thread.writer.emit(
        header -> new ThreadEvent.StepStarted(header, step), run.id(), run.messageId, null);
    thread.writer.inBackground(() -> callAdapter(run, writer, step));
  }

  /** Calls the adapter, on a thread of the runtime and under no lock. */
  private void callAdapter(LiveRun run, StepWriter writer, int step) {
    Throwable failure = null;
    try {
      if (!writer.isClosed()) {
        ChatModelAdapter adapter = adapterFor(run, step);
        run.adapterName = adapter.getClass().getName();
        adapter.run(requestFor(run, step), writer);
      }
    } catch (Throwable thrown) {
      failure = thrown;
    }
    // What an adapter did to its thread is no concern of the storage that may come next on it.
    Thread.interrupted();
    Throwable thrown = failure;
    thread.writer.run(() -> {
      run.adaptersOut--;
      if (thrown == null) {
        returned(run, writer);
      } else {
        threw(run, writer, thrown);
      }
    });
  }

  private ChatModelAdapter adapterFor(LiveRun run, int step) {
    ChatModelAdapter first = run.plan.firstAdapter();
    if (step == 0 && run.kind == RunKind.RESUME) {
      return thread.history::resume;
    }
    return step == 0 && first != null ? first : Objects.requireNonNull(run.model);
  }

  private RunRequest requestFor(LiveRun run, int step) {
    ModelContext context = thread.contexts.merged();
    thread.writer.run(() -> announceConflicts(context));
    List<Message> branch = thread.writer.apply(() -> thread.writer.tree().pathTo(run.parentId));
    Message soFar = thread.writer.apply(() -> thread.writer.message(run.requireMessageId()));
    RequestMessages messages = new RequestMessages(context.tools());
    List<Message> selected = thread.env.contextPolicy().select(messages.shown(branch));
    RunRequest.Builder request = RunRequest.builder(
            thread.key, run.id(), run.requireMessageId(), run.cancellation)
        .parentId(run.parentId)
        .messages(messages.settled(selected))
        .context(context)
        .runConfig(run.runConfig())
        .step(step);
    if (!soFar.content().isEmpty()) {
      request.replySoFar(messages.settledReply(soFar));
    }
    return request.build();
  }

  /** Announces each conflict once, until it is settled (rule CTX-4). */
  private void announceConflicts(ModelContext context) {
    for (String toolName : context.conflicts()) {
      if (!knownConflicts.contains(toolName)) {
        thread.writer.emit(header -> new ThreadEvent.ToolConflict(header, toolName));
      }
    }
    knownConflicts = context.conflicts();
  }

  // ---- what came of it

  private void returned(LiveRun run, StepWriter writer) {
    if (writer.isClosed()) {
      Log.debug("An adapter of %s came back after its end".formatted(run.id()));
      return;
    }
    endStep(run, writer);
    Message message = thread.writer.message(run.requireMessageId());
    ContinuationRule.Decision decision = ContinuationRule.afterStep(
        writer.writtenStatus(),
        message.content().stream().anyMatch(ContinuationRule::isUnresolved),
        run.requireReply().hasCallsInStep(),
        run.hasStepsLeft());
    run.decided = decision.next();
    if (run.on(RunEvent.ADAPTER_RETURNS) == RunReaction.PROCEED) {
      proceed(run, decision);
    }
  }

  private void threw(LiveRun run, StepWriter writer, Throwable failure) {
    if (writer.isClosed()) {
      Log.debug("An adapter of %s failed after its end".formatted(run.id()));
      return;
    }
    endStep(run, writer);
    if (run.on(RunEvent.ADAPTER_THROWS) == RunReaction.FAIL) {
      thread.ending.fail(run, failure);
    }
  }

  /** Records a step that is cut off: it was a call of the adapter, too (rule RUN-25). */
  void endOpenStep(LiveRun run) {
    StepWriter open = run.writer;
    if (open != null && !open.isClosed()) {
      endStep(run, open);
    }
  }

  private void endStep(LiveRun run, StepWriter writer) {
    writer.close();
    run.requireReply().closeAll();
    Step step = writer.step(run.requireReply().size());
    MessageId id = run.requireMessageId();
    run.stepEnded(step);
    thread.writer.changeQuietly(id, message -> withStep(message, step));
    thread.writer.emit(header -> new ThreadEvent.StepEnded(header, step), run.id(), id, null);
  }

  private static Message withStep(Message message, Step step) {
    List<Step> steps = new ArrayList<>(message.metadata().steps());
    steps.add(step);
    return message.toBuilder()
        .metadata(message.metadata().toBuilder().steps(steps).build())
        .build();
  }

  /** Goes where a continuation rule leads; the run is in that state already. */
  void proceed(LiveRun run, ContinuationRule.Decision decision) {
    switch (decision.next()) {
      case REQUESTING -> request(run);
      case EXECUTING -> {
        thread.store.update(run.requireMessageId());
        thread.tools.execute(run);
      }
      case PAUSING -> thread.ending.pause(run, decision.status());
      case FINISHING -> thread.ending.finish(run, decision.status());
      default -> throw new AssertionError("No rule leads to " + decision.next());
    }
  }

  /** Ends a run from outside: it takes too long, or writes too much. */
  void abort(LiveRun run, Status status) {
    boolean isExecuting = run.state() == RunState.EXECUTING;
    endOpenStep(run);
    thread.watch.leak(run);
    run.decided = RunState.FINISHING;
    thread.writer.afterwards(run.cancellation::fire);
    if (run.calls != null) {
      run.calls.close();
    }
    run.on(isExecuting ? RunEvent.TOOL_ENDS : RunEvent.ADAPTER_RETURNS);
    thread.ending.finish(run, status);
  }

  // ---- what listeners and the storage see of a write

  /** Announces what a write changed, and lets it be stored. */
  void announce(LiveRun run, PartChange change) {
    MessageId id = run.requireMessageId();
    thread.writer.changed(id);
    if (change instanceof PartChange.Grown grown) {
      thread.writer.emit(
          header -> switch (grown.kind()) {
            case TEXT -> new ThreadEvent.TextDelta(header, grown.index(), grown.delta());
            case REASONING -> new ThreadEvent.ReasoningDelta(header, grown.index(), grown.delta());
            case ARGUMENTS -> new ThreadEvent.ArgumentsDelta(header, grown.index(), grown.delta());
          },
          run.id(),
          id,
          null);
      checkpointLater(run);
    } else if (change instanceof PartChange.Started started) {
      thread.writer.emit(
          header -> new ThreadEvent.PartStarted(header, started.index(), started.part()),
          run.id(),
          id,
          null);
    } else if (change instanceof PartChange.Ended ended) {
      thread.writer.emit(
          header -> new ThreadEvent.PartEnded(header, ended.index(), ended.part()),
          run.id(),
          id,
          null);
      thread.store.update(id);
    } else {
      throw new AssertionError("Unhandled change: " + change.getClass());
    }
  }

  /** Has the message stored once per interval while a part streams (rule HIST-5). */
  void checkpointLater(LiveRun run) {
    if (run.isCheckpointDue) {
      return;
    }
    run.isCheckpointDue = true;
    thread.writer.afterwards(() -> thread
        .env
        .timer()
        .schedule(
            run.options.checkpointInterval(), () -> thread.writer.run(() -> checkpoint(run))));
  }

  private void checkpoint(LiveRun run) {
    run.isCheckpointDue = false;
    if (run.isActive() && run.messageId != null) {
      thread.store.update(run.messageId);
    }
  }

  /** Ends a run whose reply is longer than allowed (option maxReplyBytes). */
  void tooLong(LiveRun run) {
    abort(run, Status.incomplete(Status.Reason.LENGTH));
  }

  /** Fails a run whose tools cannot be read (rule CTX-8). */
  void contextFailed(LiveRun run, Throwable failure) {
    run.modelFailure = failure;
    abort(run, Status.failed(ErrorInfo.from(failure)));
  }
}
