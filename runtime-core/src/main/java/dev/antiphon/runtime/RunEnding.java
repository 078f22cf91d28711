package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.Status;
import dev.antiphon.port.ThreadHistoryAdapter.Capability;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunReaction;
import dev.antiphon.run.RunResult;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends runs: their visible end, the last write, and what follows from it. */
final class RunEnding {

  private final Conversation thread;

  RunEnding(Conversation thread) {
    this.thread = thread;
  }

  // ---- a run that comes to its end by itself

  /** The visible end of a run whose message is terminal now; the run is FINISHING already. */
  void finish(LiveRun run, Status status) {
    run.outcome = run.outcome != null ? run.outcome : outcomeOf(status);
    run.modelError = status.error() != null ? status.error() : run.modelError;
    closeReply(run);
    closeCalls(run);
    MessageId id = run.requireMessageId();
    thread.approvals.closeAll(id);
    thread.human.closeQuestions(id, run.id());
    thread.writer.change(id, run.id(), message -> ended(run, message, status));
    thread.writer.endLiveReply(run);
    run.endedAs = thread.writer.message(id);
    run.endedIn = thread.writer.tree();
    announceEnd(run);
    writeLast(run, id);
    thread.queue.dispatch();
    thread.suggestions.askAfter(run);
  }

  /** Fails a run: effect (d) of the table. */
  void fail(LiveRun run, Throwable failure) {
    run.modelFailure = failure;
    thread.writer.afterwards(run.cancellation::fire);
    finish(run, Status.failed(ErrorInfo.from(failure)));
  }

  /**
   * Stores a pause; it is announced when it is stored (rule RUN-24). The run is PAUSING already.
   */
  void pause(LiveRun run, Status status) {
    closeReply(run);
    run.pauseToAnnounce = status;
    MessageId id = run.requireMessageId();
    thread.writer.change(id, run.id(), message -> timed(run, message));
    writeLast(run, id);
  }

  /** Stores what a run leaves behind; a later last write takes the place of an earlier one. */
  private void writeLast(LiveRun run, MessageId id) {
    int write = ++run.lastWrite;
    thread.store.update(id, (isStored, errors) -> {
      errors.forEach(run::historyFailed);
      if (write != run.lastWrite) {
        return;
      }
      if (isStored && thread.store.isDue(id)) {
        // Somebody changed the message while it was stored: saved means stored as it is (RUN-3).
        writeLast(run, id);
      } else {
        lastWrite(run, isStored);
      }
    });
  }

  private void lastWrite(LiveRun run, boolean isStored) {
    run.isSaved = isStored;
    RunReaction reaction =
        run.on(isStored ? RunEvent.LAST_WRITE_STORED : RunEvent.LAST_WRITE_GIVEN_UP);
    if (reaction == RunReaction.ANNOUNCE_PAUSE) {
      announcePause(run);
    } else if (reaction == RunReaction.COMPLETE) {
      complete(run);
    }
  }

  private void announcePause(LiveRun run) {
    Status status = Objects.requireNonNull(run.pauseToAnnounce);
    MessageId id = run.requireMessageId();
    run.pauseToAnnounce = null;
    run.outcome = RunOutcome.PAUSED;
    run.isMessagePaused = true;
    thread.stepsSinceHuman.put(id, run.stepsSinceHuman);
    thread.gates.announce(run, GateKeeper.unannounced(run));
    thread.writer.change(id, run.id(), message -> message.withStatus(status));
    thread.writer.endLiveReply(run);
    announceEnd(run);
    if (run.isSaved) {
      thread.store.nowShown(id);
    }
    complete(run);
    thread.human.afterPause(id);
    thread.gates.expireOverdue(id);
    thread.queue.dispatch();
  }

  void announceEnd(LiveRun run) {
    thread.release(run);
    RunOutcome outcome = Objects.requireNonNull(run.outcome);
    thread.writer.emit(
        header -> new ThreadEvent.RunEnded(header, outcome, run.modelError),
        run.id(),
        run.messageId,
        null);
    if (outcome == RunOutcome.COMPLETE) {
      thread.writer.afterwards(() -> thread.home.replyCompleted(thread.live));
    }
  }

  /** Ends the completion, after every listener has got the events of the run (rule EVT-12). */
  private void complete(LiveRun run) {
    RunOutcome outcome = Objects.requireNonNull(run.outcome);
    thread.writer.emit(
        header -> new ThreadEvent.RunCompleted(header, outcome, run.isSaved),
        run.id(),
        run.messageId,
        null);
    RunResult result = run.result(messageOf(run));
    Runnable cancelNow = outcome == RunOutcome.PAUSED
        ? cancelIfStillPaused(thread.live, run.requireMessageId())
        : () -> {};
    whenAllHaveSeen(() -> {
      if (outcome == RunOutcome.FAILED) {
        ErrorInfo error = Objects.requireNonNull(result.modelError());
        run.handle.fail(new RunFailedException(error, result, run.modelFailure));
      } else {
        run.handle.complete(result, cancelNow);
      }
    });
  }

  void whenAllHaveSeen(Runnable task) {
    Notifier<?, ?> notifier = thread.writer.notifier();
    thread.writer.afterwards(() -> {
      long sequence = thread.writer.lastSequence();
      notifier.whenDelivered(sequence, task);
      if (notifier.hasListeners()) {
        Duration patience = thread.env.options().cancelGrace();
        thread.env.timer().schedule(patience, () -> notifier.giveUpWaiting(sequence));
      }
    });
  }

  /** Ends a run whose message was sent before the thread was loaded (rule SEND-13). */
  void endAs(LiveRun run, Run earlier) {
    RunResult result = earlier.completion().toCompletableFuture().join();
    run.outcome = result.outcome();
    run.isSaved = result.isSaved();
    if (earlier.messageId() != null) {
      run.message(earlier.messageId());
    }
    run.endAsEarlier();
    announceEnd(run);
    complete(run);
    thread.queue.dispatch();
  }

  // ---- cancel

  /**
   * Cancels a run, whatever its state (rules RUN-14 to RUN-19).
   *
   * @param pausesQueue whether the queue waits then; it does not when room is made for another run
   */
  void cancel(LiveRun run, boolean pausesQueue) {
    switch (run.on(RunEvent.CANCEL)) {
      case REMOVE_FROM_QUEUE -> {
        thread.queue.remove(run);
        thread.unsent.forgetKey(run);
        endUnheard(run);
      }
      case CANCEL_PREPARING -> {
        run.isCancelledWhilePreparing = true;
        run.outcome = RunOutcome.CANCELLED;
        thread.writer.afterwards(run.cancellation::fire);
        thread.unsent.returnHead(run);
        announceEnd(run);
        pauseOrDispatch(pausesQueue);
      }
      case CANCEL -> {
        thread.queue.remove(run);
        thread.writer.afterwards(run.cancellation::fire);
        run.pauseToAnnounce = null;
        thread.steps.endOpenStep(run);
        thread.watch.leak(run);
        if (pausesQueue) {
          thread.queue.pause();
        }
        run.outcome = RunOutcome.CANCELLED;
        finish(run, Status.CANCELLED);
      }
      case CANCEL_PAUSED_MESSAGE -> cancelIfStillPaused(run.requireMessageId(), pausesQueue);
      default -> {
        // It is over: nothing to cancel.
      }
    }
  }

  /** Returns what cancels a paused message, in whatever live runtime its thread has then. */
  private static Runnable cancelIfStillPaused(LiveThread live, MessageId id) {
    return () ->
        live.run(rooms -> rooms.whenLoaded(() -> rooms.ending.cancelIfStillPaused(id, true)));
  }

  /** Cancels the message of a run that ended paused, unless it is gone or went on since. */
  private void cancelIfStillPaused(MessageId id, boolean pausesQueue) {
    LiveRun active = thread.active();
    boolean wentOn = active != null && id.equals(active.messageId);
    if (!wentOn
        && thread.writer.tree().contains(id)
        && thread.writer.message(id).isPaused()) {
      cancelPausedMessage(id, pausesQueue);
    }
  }

  /** Cancels a message that waits for a person (rule RUN-19). */
  void cancelPausedMessage(MessageId id, boolean pausesQueue) {
    LiveRun waiting = thread.queue.continuationOf(id);
    if (waiting != null) {
      cancel(waiting, pausesQueue);
      return;
    }
    thread.approvals.closeAll(id);
    thread.human.closeQuestions(id, null);
    thread.writer.change(
        id, null, message -> message.isPaused() ? message.withStatus(Status.CANCELLED) : message);
    thread.store.update(id);
    pauseOrDispatch(pausesQueue);
  }

  private void pauseOrDispatch(boolean pausesQueue) {
    if (pausesQueue) {
      thread.queue.pause();
    }
    thread.queue.dispatch();
  }

  /** Cancels a run that waited in the queue of a thread that closes. */
  void cancelWaiting(LiveRun run) {
    if (run.on(RunEvent.CANCEL) == RunReaction.REMOVE_FROM_QUEUE) {
      endUnheard(run);
    }
  }

  /** Ends a run that was cancelled in the queue. */
  private void endUnheard(LiveRun run) {
    run.outcome = RunOutcome.CANCELLED;
    announceEnd(run);
    complete(run);
  }

  /** Ends a run that was cancelled while it prepared; its user message is stored. */
  void endCancelledWhilePreparing(LiveRun run, @Nullable MessageId storedReply) {
    if (storedReply != null) {
      removeUnusedReply(run, storedReply);
    }
    complete(run);
    thread.store.headMoved();
  }

  /**
   * The reply was on its way to the storage when the run was cancelled, and is not wanted there.
   */
  private void removeUnusedReply(LiveRun run, MessageId reply) {
    if (thread.historyCan(Capability.DELETE)) {
      thread.store.remove(reply);
      return;
    }
    if (run.parentId != null && !thread.writer.tree().contains(run.parentId)) {
      // Its parent is gone too; the next load finds it as an orphan that was interrupted.
      return;
    }
    Message message = thread.entry.emptyReply(run, reply).withStatus(Status.CANCELLED);
    MessageItem item = MessageItem.of(message, run.parentId);
    thread.writer.tree().add(item);
    thread.writer.announceAdded(item, SaveState.PENDING, run.id());
    thread.store.update(reply);
  }

  private void closeCalls(LiveRun run) {
    if (run.calls != null) {
      run.calls.close();
    }
  }

  // ---- values

  private void closeReply(LiveRun run) {
    if (run.writer != null) {
      run.writer.close();
    }
    if (run.reply != null) {
      run.reply.closeAll();
    }
  }

  private Message ended(LiveRun run, Message message, Status status) {
    return timed(run, message).withStatus(status);
  }

  private Message timed(LiveRun run, Message message) {
    if (run.reply == null) {
      return message;
    }
    MessageTiming timing = ReplyTiming.of(run, message, thread.env.clock().millis());
    return message.toBuilder()
        .metadata(message.metadata().toBuilder().timing(timing).build())
        .build();
  }

  /**
   * Returns the message that a run leaves behind. Another run may go on with it already, or an
   * import may have brought another version of it.
   */
  private @Nullable Message messageOf(LiveRun run) {
    MessageId id = run.messageId;
    if (id == null || !thread.writer.tree().contains(id)) {
      return null;
    }
    boolean isOthers = run.endedIn != thread.writer.tree() || thread.runOn(id) != null;
    return run.endedAs != null && isOthers ? run.endedAs : thread.writer.message(id);
  }

  /** Only a cancel gives CANCELLED, whatever reason an adapter writes (rules RUN-14 and CONT-2). */
  private static RunOutcome outcomeOf(Status status) {
    if (status.type() == Status.Type.COMPLETE) {
      return RunOutcome.COMPLETE;
    }
    return status.isError() ? RunOutcome.FAILED : RunOutcome.INCOMPLETE;
  }
}
