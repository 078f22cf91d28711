package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.NotAnAssistantMessageException;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.run.DuplicateSendException;
import dev.antiphon.run.OverloadedException;
import dev.antiphon.run.Reply;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunKind;
import dev.antiphon.run.RunReaction;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.QueueLane;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadBusyException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.MessageItem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Begins runs: decides whether they wait, brings their message into the tree, and stores it. */
final class RunStarter {

  private final Conversation thread;

  RunStarter(Conversation thread) {
    this.thread = thread;
  }

  // ---- commands

  /** Sends a message and runs (rules SEND-1 to SEND-14). */
  Run send(Message message, SendOptions options) {
    Map<String, Object> composerMetadata = composerMetadata();
    return thread.writer.apply(() -> {
      thread.check("send");
      Run earlier = sentBefore(message, options.idempotencyKey());
      if (earlier != null) {
        return earlier;
      }
      LiveRun run = newRun(
          RunKind.NEW,
          new LiveRun.RunPlan(
              message,
              options.hasParent(),
              options.parent(),
              options.runConfig(),
              maxSteps(options),
              options.idempotencyKey(),
              composerMetadata,
              null));
      checkParent(options);
      place(run, options.whenBusy(), !options.hasParent());
      if (options.idempotencyKey() != null) {
        thread.sendsByKey.put(
            options.idempotencyKey(), new Conversation.KeyedSend(message, run.handle));
      }
      return run.handle;
    });
  }

  /** Makes a new assistant message below a parent (rules RUN-7 to RUN-10). */
  Run startRun(@Nullable MessageId parent, SendOptions options, @Nullable ChatModelAdapter source) {
    return thread.writer.apply(() -> {
      thread.check("startRun");
      if (parent != null && isLoaded()) {
        thread.writer.message(parent);
      }
      LiveRun run = newRun(
          RunKind.NEW,
          new LiveRun.RunPlan(
              null, true, parent, options.runConfig(), maxSteps(options), null, Map.of(), source));
      place(run, options.whenBusy(), false);
      return run.handle;
    });
  }

  /** Makes a reply anew, as a sibling of the old one (rule RUN-7). */
  Run reload(MessageId id, SendOptions options) {
    return thread.writer.apply(() -> {
      thread.check("reload");
      MessageItem old = thread.writer.tree().item(id);
      if (old.message().role() != Role.ASSISTANT) {
        throw new NotAnAssistantMessageException(id, old.message().role());
      }
      SendOptions withConfig = options.runConfig() == null && old.runConfig() != null
          ? options.toBuilder().runConfig(old.runConfig()).build()
          : options;
      return startRun(old.parentId(), withConfig, null);
    });
  }

  /** Goes on with a message that has no active run (rules CONT-20 and CONT-24). */
  LiveRun continueMessage(MessageId id, int stepsSinceHuman, RunKind kind) {
    MessageItem item = thread.writer.tree().item(id);
    LiveRun run = newRun(
        kind,
        new LiveRun.RunPlan(
            null,
            true,
            item.parentId(),
            item.runConfig(),
            thread.env.options().maxSteps(),
            null,
            Map.of(),
            null));
    run.message(id);
    run.parentId = item.parentId();
    run.stepsSinceHuman = stepsSinceHuman;
    startOrWait(run);
    return run;
  }

  /** Has the history go on with a reply that was not even begun to be stored (rule LOAD-8). */
  void resumeBelow(MessageId userMessage, ChatModelAdapter history) {
    startOrWait(newRun(
        RunKind.NEW,
        new LiveRun.RunPlan(
            null,
            true,
            userMessage,
            thread.writer.tree().item(userMessage).runConfig(),
            thread.env.options().maxSteps(),
            null,
            Map.of(),
            history)));
  }

  private void startOrWait(LiveRun run) {
    if (thread.active() == null) {
      start(run);
    } else {
      thread.queue.addContinuation(run);
    }
  }

  // ---- waiting or not

  private void place(LiveRun run, @Nullable WhenBusy asked, boolean isAtHead) {
    WhenBusy whenBusy =
        asked != null ? asked : isAtHead ? thread.env.options().whenBusy() : WhenBusy.INTERRUPT;
    MessageId head = thread.writer.tree().head();
    boolean isBusy = thread.active() != null
        || (whenBusy != WhenBusy.INTERRUPT && thread.queue.hasWaiting())
        || (isAtHead && thread.hasPendingCall(head));
    if (!isBusy) {
      checkLoad();
      start(run);
      return;
    }
    switch (whenBusy) {
      case REJECT -> throw new ThreadBusyException(thread.key);
      case ENQUEUE, STEER -> {
        thread.queue.add(run, whenBusy == WhenBusy.STEER ? QueueLane.STEER : QueueLane.QUEUE);
        thread.queue.resume();
      }
      case INTERRUPT -> {
        interrupt(isAtHead ? head : null);
        checkLoad();
        start(run);
      }
    }
  }

  /** Makes room: cancels the active run, and a paused message if one is named (rule SEND-8). */
  void interrupt(@Nullable MessageId pausedHead) {
    LiveRun active = thread.active();
    if (active != null) {
      thread.ending.cancel(active, false);
    }
    if (thread.hasPendingCall(pausedHead)) {
      thread.ending.cancelPausedMessage(Objects.requireNonNull(pausedHead), false);
    }
  }

  private void checkLoad() {
    Integer limit = thread.env.options().maxActiveRuns();
    if (limit != null && thread.env.activeRuns().get() >= limit) {
      throw new OverloadedException(limit);
    }
  }

  private void checkParent(SendOptions options) {
    if (options.parent() != null && isLoaded()) {
      thread.writer.message(options.parent());
    }
  }

  private boolean isLoaded() {
    return thread.writer.loadState() == LoadState.LOADED;
  }

  private @Nullable Run sentBefore(Message message, @Nullable String key) {
    Conversation.KeyedSend earlier = key == null ? null : thread.sendsByKey.get(key);
    if (earlier == null) {
      return null;
    }
    Message sent = earlier.message();
    boolean isEqual = sent.role() == message.role()
        && sent.content().equals(message.content())
        && sent.attachments().equals(message.attachments());
    if (!isEqual) {
      throw new DuplicateSendException(Objects.requireNonNull(key));
    }
    return earlier.run();
  }

  private int maxSteps(SendOptions options) {
    return options.maxSteps() != null
        ? options.maxSteps()
        : thread.env.options().maxSteps();
  }

  private LiveRun newRun(RunKind kind, LiveRun.RunPlan plan) {
    LiveRun[] made = new LiveRun[1];
    RunHandle handle = new RunHandle(
        thread.newRunId(),
        thread.key,
        () -> thread.writer.run(() -> thread.ending.cancel(made[0], true)),
        thread.writer.notifier()::excuseCurrentThread);
    made[0] = new LiveRun(handle, kind, plan, new CancelSource(thread.env.executor()));
    return made[0];
  }

  // ---- beginning

  /** Begins a run whose turn has come: effect (a) of the table. */
  void start(LiveRun run) {
    run.on(RunEvent.DISPATCHED);
    run.startedMillis = thread.env.clock().millis();
    thread.begin(run);
    thread.writer.emit(
        header -> new ThreadEvent.RunStarted(header, run.kind), run.id(), run.messageId, null);
    thread.ending.watchDeadline(run);
    thread.loader.whenLoaded(() -> enter(run), cause -> preparingFailed(run, cause));
  }

  /** Brings the message of a run into the tree of the loaded thread, and stores it. */
  private void enter(LiveRun run) {
    if (run.kind != RunKind.NEW) {
      prepareContinuation(run);
      return;
    }
    MessageId head = thread.writer.tree().head();
    boolean hasToWait = thread.hasPendingCall(head) || thread.queue.hasContinuation();
    if (!run.plan.hasParent() && run.isActive() && hasToWait) {
      // Only known now that the thread is loaded: the run has to wait after all (rule QUEUE-4).
      thread.release(run);
      run.backToQueue();
      thread.queue.putBack(run);
      thread.queue.dispatch();
      return;
    }
    MessageId parent = run.plan.hasParent() ? run.plan.parent() : head;
    if (parent != null && !thread.writer.tree().contains(parent)) {
      preparingFailed(run, new UnknownMessageException(parent.value()));
      return;
    }
    run.headBefore = head;
    run.parentId = parent;
    Message user = run.plan.userMessage();
    if (user != null) {
      addUserMessage(run, stamped(run, user, parent), parent);
    } else {
      thread.writer.tree().setHead(parent);
      thread.writer.announceHead();
      run.movedHead = !Objects.equals(head, parent);
    }
    MessageId assistantId = thread.newMessageId();
    thread.store.require(new FirstWrite(thread, run, assistantId));
  }

  private void addUserMessage(LiveRun run, Message message, @Nullable MessageId parent) {
    MessageItem item = MessageItem.of(message, parent)
        .withRunConfig(run.plan.runConfig())
        .withIdempotencyKey(run.plan.idempotencyKey());
    thread.writer.tree().add(item);
    thread.writer.tree().setHead(message.id());
    thread.store.expect(message.id());
    run.userMessageId = message.id();
    run.parentId = message.id();
    thread.writer.announceAdded(item, SaveState.PENDING, run.id());
  }

  private Message stamped(LiveRun run, Message message, @Nullable MessageId parent) {
    Map<String, Object> metadata = run.plan.composerMetadata();
    return metadata.isEmpty()
        ? message
        : ComposerStamp.on(message, metadata, thread.writer.tree().pathTo(parent));
  }

  /**
   * Reads what providers stamp into user messages; outside the lock, since providers are foreign
   * code. One that throws is logged, and the send goes on (rule SEND-11).
   */
  private Map<String, Object> composerMetadata() {
    try {
      return thread.env.contexts().merged().composerMetadata();
    } catch (RuntimeException thrown) {
      Log.warn("A model context provider gave no composer metadata", thrown);
      return Map.of();
    }
  }

  /** Returns the empty reply of a run, as it is stored before the model is called. */
  Message emptyReply(LiveRun run, MessageId id) {
    return Message.builder(id, Role.ASSISTANT, thread.env.clock().instant())
        .status(Status.RUNNING)
        .metadata(MessageMetadata.builder().state(stateAbove(run.parentId)).build())
        .build();
  }

  /** Returns the state of the nearest assistant message above (rule RUN-12). */
  private @Nullable Object stateAbove(@Nullable MessageId parent) {
    List<Message> above = thread.writer.tree().pathTo(parent);
    for (int i = above.size() - 1; i >= 0; i--) {
      if (above.get(i).role() == Role.ASSISTANT) {
        return above.get(i).metadata().state();
      }
    }
    return null;
  }

  private void prepareContinuation(LiveRun run) {
    if (run.isActive()) {
      thread.store.update(run.requireMessageId(), (isStored, errors) -> {
        errors.forEach(run::historyFailed);
        react(run, run.on(isStored ? RunEvent.PREPARED : RunEvent.PREPARING_FAILED), null);
      });
    }
  }

  // ---- prepared or not

  /** All is stored: the first batch of a new run succeeded. */
  void prepared(LiveRun run, MessageItem assistant) {
    run.message(assistant.message().id());
    react(run, run.on(RunEvent.PREPARED), assistant);
  }

  /** The first batch of a run that was cancelled meanwhile succeeded. */
  void preparedAfterCancel(LiveRun run, @Nullable MessageId storedReply) {
    if (run.on(RunEvent.PREPARED) == RunReaction.END_CANCELLED) {
      thread.ending.endCancelledWhilePreparing(run, storedReply);
    }
  }

  /** Loading, creating or storing failed. */
  void preparingFailed(LiveRun run, Throwable cause) {
    if (run.on(RunEvent.PREPARING_FAILED) == RunReaction.NOT_SENT) {
      thread.ending.notSent(run, cause);
    }
  }

  private void react(LiveRun run, RunReaction reaction, @Nullable MessageItem assistant) {
    switch (reaction) {
      case REQUEST -> {
        addReply(run, Objects.requireNonNull(assistant));
        thread.steps.request(run);
      }
      case REQUEST_HISTORY -> {
        beginReply(run);
        thread.steps.request(run);
      }
      case EXECUTE, EXECUTE_UNSAVED -> {
        beginReply(run);
        thread.tools.execute(run);
      }
      default -> {
        // The run was cancelled meanwhile and has ended on its own way.
      }
    }
  }

  private void addReply(LiveRun run, MessageItem assistant) {
    thread.writer.tree().add(assistant);
    thread.writer.announceAdded(assistant, SaveState.SAVED, run.id());
    beginReply(run);
    thread.store.headMoved();
  }

  private void beginReply(LiveRun run) {
    MessageId id = run.requireMessageId();
    run.timingBefore = thread.writer.message(id).metadata().timing();
    thread.writer.change(id, run.id(), message -> message.withStatus(Status.RUNNING));
    run.reply = new Reply(
        thread.writer.message(id),
        wanted -> thread.tools.uniqueCallId(wanted, id),
        thread.tools::parsed,
        change -> thread.steps.announce(run, change));
    thread.writer.liveReply(run);
  }
}
