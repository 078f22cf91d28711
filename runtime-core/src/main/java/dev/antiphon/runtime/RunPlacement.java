package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import dev.antiphon.run.OverloadedException;
import dev.antiphon.run.RunKind;
import dev.antiphon.thread.QueueLane;
import dev.antiphon.thread.ThreadBusyException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides whether a run starts at once, waits, makes room for itself, or is refused (SEND-8). */
final class RunPlacement {

  private final Conversation thread;

  RunPlacement(Conversation thread) {
    this.thread = thread;
  }

  /**
   * Starts a run, has it wait, or refuses it before anything is changed.
   *
   * @throws ThreadBusyException if the thread is busy and the run will not wait
   * @throws OverloadedException if too many runs are active
   */
  void place(LiveRun run) {
    WhenBusy whenBusy = whenBusy(run);
    boolean isBusy = thread.active() != null
        || (whenBusy != WhenBusy.INTERRUPT && thread.queue.hasWaiting())
        || (isAtHead(run) && thread.hasPendingCall(thread.writer.tree().head()));
    if (!isBusy) {
      takeSlot();
      rearmFor(run);
      thread.entry.startWithSlot(run);
      return;
    }
    switch (whenBusy) {
      case REJECT -> throw new ThreadBusyException(thread.key);
      case ENQUEUE, STEER -> enqueue(run, whenBusy);
      case INTERRUPT -> {
        if (thread.active() == null) {
          takeSlot();
        } else {
          // The run that is cancelled here gives its slot back.
          thread.env.slots().take();
        }
        makeRoom(isAtHead(run));
        rearmFor(run);
        thread.entry.startWithSlot(run);
      }
    }
  }

  /** A send at the head lets a paused queue go on behind it (rule QUEUE-5). */
  private void rearmFor(LiveRun run) {
    if (isAtHead(run)) {
      thread.queue.rearm();
    }
  }

  private void enqueue(LiveRun run, WhenBusy whenBusy) {
    thread.queue.add(run, laneOf(whenBusy));
    thread.queue.resume();
  }

  private static QueueLane laneOf(WhenBusy whenBusy) {
    return whenBusy == WhenBusy.STEER ? QueueLane.STEER : QueueLane.QUEUE;
  }

  /**
   * Cancels the active run and, for a run at the head, a paused message there. What waits goes on
   * waiting: the run that room is made for comes first (rule SEND-8).
   */
  private void makeRoom(boolean isAtHead) {
    thread.queue.hold(() -> {
      LiveRun active = thread.active();
      MessageId head = thread.writer.tree().head();
      if (active != null) {
        thread.ending.cancel(active, false);
      }
      if (isAtHead && thread.hasPendingCall(head)) {
        thread.ending.cancelPausedMessage(Objects.requireNonNull(head), false);
      }
    });
  }

  /**
   * Has a continuation that waits already start as soon as a new one would that was asked for so.
   *
   * @throws ThreadBusyException if the caller will not wait
   */
  void bringForward(LiveRun waiting, @Nullable WhenBusy asked) {
    switch (asked == null ? WhenBusy.INTERRUPT : asked) {
      case REJECT -> throw new ThreadBusyException(thread.key);
      case ENQUEUE, STEER -> thread.queue.resume();
      case INTERRUPT -> {
        thread.queue.bringToFront(waiting);
        makeRoom(false);
        thread.queue.dispatch();
      }
    }
  }

  /**
   * Finds, when the thread is loaded, that a run which was started has to wait or to go after all:
   * a call waits for a human at the head, or the load has found something to go on with.
   *
   * @param hasWaited whether the thread was loaded only now; else what waits was seen before
   * @return whether the run may enter the thread now
   */
  boolean mayEnter(LiveRun run, boolean hasWaited) {
    MessageId head = thread.writer.tree().head();
    boolean isPending = thread.hasPendingCall(head);
    boolean hasContinuation = hasWaited && thread.queue.hasContinuation();
    if (!isAtHead(run) || (!isPending && !hasContinuation)) {
      return true;
    }
    WhenBusy whenBusy = whenBusy(run);
    switch (whenBusy) {
      case REJECT -> {
        thread.entry.preparingFailed(run, new ThreadBusyException(thread.key));
        return false;
      }
      case ENQUEUE, STEER -> {
        thread.release(run);
        run.backToQueue();
        thread.queue.putBack(run, laneOf(whenBusy));
        thread.queue.dispatch();
        return false;
      }
      case INTERRUPT -> {
        thread.queue.continuations().forEach(each -> thread.ending.cancel(each, false));
        if (isPending) {
          thread.ending.cancelPausedMessage(Objects.requireNonNull(head), false);
        }
        return true;
      }
    }
    throw new AssertionError("Unhandled: " + whenBusy);
  }

  private WhenBusy whenBusy(LiveRun run) {
    WhenBusy asked = run.plan.options().whenBusy();
    if (asked != null) {
      return asked;
    }
    return isAtHead(run) ? run.options.whenBusy() : WhenBusy.INTERRUPT;
  }

  /** Returns whether a run sends a message below the head, named or not. */
  private boolean isAtHead(LiveRun run) {
    if (run.kind != RunKind.NEW || run.plan.userMessage() == null) {
      return false;
    }
    @Nullable MessageId head = thread.writer.tree().head();
    return !run.plan.hasParent()
        || (!run.plan.isVersion() && head != null && head.equals(run.plan.parent()));
  }

  private void takeSlot() {
    Integer limit = thread.env.options().maxActiveRuns();
    if (!thread.env.slots().tryTake(limit)) {
      throw new OverloadedException(Objects.requireNonNull(limit));
    }
  }
}
