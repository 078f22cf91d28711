package dev.antiphon.runtime;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.run.Reply;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunKind;
import dev.antiphon.run.RunReaction;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.MessageItem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Begins runs whose turn has come: brings their message into the tree, and stores it. */
final class RunEntry {

  private final Conversation thread;

  RunEntry(Conversation thread) {
    this.thread = thread;
  }

  // ---- beginning

  /** Begins a run that was accepted earlier: effect (a) of the table. */
  void start(LiveRun run) {
    thread.env.slots().take();
    startWithSlot(run);
  }

  /** Begins a run that has taken its slot already. */
  void startWithSlot(LiveRun run) {
    run.on(RunEvent.DISPATCHED);
    run.options = thread.options();
    run.model = thread.env.model();
    run.startedMillis = thread.env.clock().millis();
    thread.begin(run);
    thread.suggestions.clear();
    thread.writer.emit(
        header -> new ThreadEvent.RunStarted(header, run.kind), run.id(), run.messageId, null);
    thread.watch.deadline(run);
    if (run.queueEntry != null && isUserMessage(run.plan.userMessage())) {
      askProviders(run);
    } else {
      enterWhenLoaded(run);
    }
  }

  /** A message that waited is stamped with what holds now (rules QUEUE-3 and SEND-11). */
  private void askProviders(LiveRun run) {
    thread.writer.inBackground(() -> {
      Map<String, Object> metadata = thread.contexts.composerMetadata();
      thread.writer.run(() -> {
        run.composerMetadata = metadata;
        enterWhenLoaded(run);
      });
    });
  }

  private void enterWhenLoaded(LiveRun run) {
    boolean hasToWait = thread.writer.loadState() != LoadState.LOADED;
    thread.loader.whenLoaded(() -> enter(run, hasToWait), cause -> preparingFailed(run, cause));
  }

  /** Brings the message of a run into the tree of the loaded thread, and stores it. */
  private void enter(LiveRun run, boolean hasWaited) {
    if (run.kind != RunKind.NEW) {
      enterContinuation(run);
      return;
    }
    Message user = run.plan.userMessage();
    if (!run.isActive() && user == null) {
      preparedAfterCancel(run, null);
      return;
    }
    LiveRun.RunPlan placed;
    try {
      Run earlier = user == null ? null : earlierRun(run, user);
      if (earlier != null) {
        thread.sentKeys.replace(run.plan.options().idempotencyKey(), earlier);
        if (run.isActive()) {
          thread.ending.endAs(run, earlier);
        } else {
          preparedAfterCancel(run, null);
        }
        return;
      }
      placed = thread.starter.placed(run.plan);
    } catch (ChatRuntimeException refused) {
      preparingFailed(run, refused);
      return;
    }
    if (run.isActive() && !thread.placement.mayEnter(run, hasWaited)) {
      return;
    }
    enter(run, user, placed);
  }

  /** Returns the run of a send before the thread was loaded, with the same key (rule SEND-13). */
  private @Nullable Run earlierRun(LiveRun run, Message user) {
    Run known = thread.sentKeys.find(run.plan.options().idempotencyKey(), user);
    return known == run.handle || !isOver(known) ? null : known;
  }

  private static boolean isOver(@Nullable Run known) {
    return known != null && known.completion().toCompletableFuture().isDone();
  }

  private void enter(LiveRun run, @Nullable Message user, LiveRun.RunPlan placed) {
    MessageId head = thread.writer.tree().head();
    MessageId parent = placed.hasParent() ? placed.parent() : head;
    run.enteredIn = thread.writer.tree();
    run.headBefore = head;
    run.parentId = parent;
    if (user != null) {
      addUserMessage(run, stamped(run, user, parent), parent);
    } else {
      thread.writer.tree().setHead(parent);
      thread.writer.announceHead();
      run.movedHead = !Objects.equals(head, parent);
    }
    thread.store.require(new FirstWrite(thread, run, thread.newMessageId()));
  }

  private void addUserMessage(LiveRun run, Message message, @Nullable MessageId parent) {
    MessageItem item = MessageItem.of(message, parent)
        .withRunConfig(run.plan.runConfig())
        .withIdempotencyKey(run.plan.options().idempotencyKey());
    run.draft = item;
    run.userMessageId = message.id();
    run.parentId = message.id();
    thread.addAndSelect(item, run.id());
  }

  private Message stamped(LiveRun run, Message message, @Nullable MessageId parent) {
    return isUserMessage(message)
        ? ComposerStamp.on(message, run.composerMetadata, thread.writer.tree().pathTo(parent))
        : message;
  }

  private static boolean isUserMessage(@Nullable Message message) {
    return message != null && message.role() == Role.USER;
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

  /**
   * Goes on with a message. If it was asked for before the thread was loaded, the message is looked
   * for only now; the run then waits in front of the queue, from where it begins again, with it.
   */
  private void enterContinuation(LiveRun run) {
    LiveRun.Continued wanted = run.plan.continued();
    if (wanted == null) {
      prepareContinuation(run);
    } else if (!run.isActive()) {
      preparedAfterCancel(run, null);
    } else {
      try {
        thread.human.checkContinuable(wanted.id(), wanted.waitsForHuman());
      } catch (ChatRuntimeException refused) {
        preparingFailed(run, refused);
        return;
      }
      thread.starter.found(run, wanted.id());
      thread.release(run);
      run.backToQueue();
      thread.queue.addContinuation(run);
      thread.queue.dispatch();
    }
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

  /** What a run had to store that was cancelled meanwhile is stored. */
  void preparedAfterCancel(LiveRun run, @Nullable MessageId storedReply) {
    if (run.on(RunEvent.PREPARED) == RunReaction.END_CANCELLED) {
      thread.ending.endCancelledWhilePreparing(run, storedReply);
    }
  }

  /** Loading, creating or storing failed. */
  void preparingFailed(LiveRun run, Throwable cause) {
    if (run.on(RunEvent.PREPARING_FAILED) == RunReaction.NOT_SENT) {
      thread.unsent.notSent(run, cause);
    }
  }

  private void react(LiveRun run, RunReaction reaction, @Nullable MessageItem assistant) {
    switch (reaction) {
      case REQUEST -> {
        addReply(run, Objects.requireNonNull(assistant));
        request(run);
      }
      case REQUEST_HISTORY -> {
        beginReply(run);
        request(run);
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

  private void request(LiveRun run) {
    if (run.isOverdue) {
      thread.watch.timedOut(run);
    } else {
      thread.steps.request(run);
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
        text -> ArgumentsText.read(text, thread.env.json()).arguments(),
        change -> thread.steps.announce(run, change));
    thread.writer.liveReply(run);
  }
}
