package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.QueueItemId;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.QueueLane;
import dev.antiphon.thread.QueuePlace;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sends that wait for their turn, in two lanes, and in front of them the continuations that
 * came up while another run was active (rules QUEUE-1 and RUN-23). Confined to the writer.
 */
final class RunQueue {

  private final Conversation thread;
  private final Deque<LiveRun> continuations = new ArrayDeque<>();
  private final QueueLanes lanes = new QueueLanes();
  private List<QueueItem> shown = List.of();
  private boolean isPaused;
  private boolean isPausedShown;
  private boolean isHeld;

  RunQueue(Conversation thread) {
    this.thread = thread;
  }

  // ---- what waits

  boolean isPaused() {
    return isPaused;
  }

  /** Returns whether nothing waits here, failed sends included. */
  boolean isEmpty() {
    return continuations.isEmpty() && shown.isEmpty();
  }

  boolean hasWaiting() {
    return !continuations.isEmpty() || lanes.next() != null;
  }

  /** Returns what waits, as the same list while nothing changed (rule EVT-10). */
  List<QueueItem> view() {
    return shown;
  }

  /** Returns the sends that wait, first in line first, without those that failed. */
  List<LiveRun> waiting() {
    return lanes.all().filter(QueueEntry::isWaiting).map(entry -> entry.run).toList();
  }

  /** Returns the continuations that wait, in front of the lanes or in one. */
  List<LiveRun> continuations() {
    List<LiveRun> all = new ArrayList<>(continuations);
    lanes.all().forEach(entry -> all.add(entry.run));
    all.removeIf(run -> run.messageId == null);
    return all;
  }

  /** Returns the continuation of a message that waits, wherever it does, or null. */
  @Nullable
  LiveRun continuationOf(MessageId messageId) {
    return continuations().stream()
        .filter(run -> messageId.equals(run.messageId))
        .findFirst()
        .orElse(null);
  }

  boolean hasContinuation() {
    return !continuations.isEmpty();
  }

  // ---- coming and going

  void add(LiveRun run, QueueLane lane) {
    run.queueEntry = new QueueEntry(newItemId(), run, lane);
    lanes.addLast(run.queueEntry);
    announceQueued(run);
    changed();
  }

  void addContinuation(LiveRun run) {
    continuations.add(run);
    announceQueued(run);
  }

  /**
   * Puts a run that has to wait after all in front of the lane it came from.
   *
   * @param lane where to, if it did not come from the queue
   */
  void putBack(LiveRun run, QueueLane lane) {
    if (run.queueEntry == null) {
      run.queueEntry = new QueueEntry(newItemId(), run, lane);
    }
    lanes.addFirst(run.queueEntry);
    announceQueued(run);
    changed();
  }

  /** Puts an entry whose dispatch was not sent back to its place, as failed (rule QUEUE-7). */
  void putBackFailed(QueueEntry entry, ErrorInfo error) {
    entry.error = error;
    lanes.addFirst(entry);
    isPaused = true;
    thread.writer.emit(
        header -> new ThreadEvent.QueueItemFailed(header, error), entry.run.id(), null, null);
    changed();
  }

  /** Takes a run out; does nothing if it does not wait here. */
  void remove(LiveRun run) {
    if (continuations.remove(run)) {
      return;
    }
    QueueEntry entry = lanes.of(run);
    if (entry != null) {
      lanes.remove(entry);
      changed();
    }
  }

  /** Returns the runs that wait, and forgets them: the thread closes. */
  List<LiveRun> drain() {
    List<LiveRun> runs = new ArrayList<>(continuations);
    continuations.clear();
    runs.addAll(waiting());
    lanes.clear();
    changed();
    return runs;
  }

  // ---- what people do with it

  /** Replaces the message of an entry, which keeps its id and place (rule QUEUE-9). */
  void edit(QueueItemId id, Message message) {
    QueueEntry entry = lanes.find(id);
    LiveRun run = entry.run;
    if (run.plan.userMessage() == null) {
      throw new IllegalArgumentException(
          "The queue item '%s' sends no message that could be edited.".formatted(id));
    }
    run.plan = run.plan.withUserMessage(message);
    if (entry.isWaiting()) {
      thread.sentKeys.put(run.plan.options().idempotencyKey(), message, run.handle);
    }
    changed();
  }

  /** Moves an entry (rule QUEUE-10). */
  void move(QueueItemId id, QueuePlace place) {
    lanes.move(lanes.find(id), place);
    changed();
  }

  /** Takes an entry out, ends its run, and returns its message (rule QUEUE-9). */
  @Nullable
  Message remove(QueueItemId id) {
    QueueEntry entry = lanes.find(id);
    if (entry.isWaiting()) {
      thread.ending.cancel(entry.run, false);
    } else {
      lanes.remove(entry);
      changed();
    }
    return entry.run.plan.userMessage();
  }

  /** Has an entry that failed wait again, under a new run, and goes on (rule QUEUE-7). */
  Run retry(QueueItemId id) {
    QueueEntry entry = lanes.find(id);
    if (entry.isWaiting()) {
      resume();
      return entry.run.handle;
    }
    LiveRun.RunPlan plan = entry.run.plan;
    String key = plan.options().idempotencyKey();
    Message message = plan.userMessage();
    Run earlier = message == null ? null : thread.sentKeys.find(key, message);
    if (earlier != null) {
      // It was sent again meanwhile, by its key: sending it twice is what the key rules out.
      lanes.remove(entry);
      changed();
      return earlier;
    }
    LiveRun run = thread.starter.again(entry.run);
    if (message != null) {
      thread.sentKeys.put(key, message, run.handle);
    }
    run.queueEntry = entry;
    entry.run = run;
    entry.error = null;
    announceQueued(run);
    changed();
    resume();
    return run.handle;
  }

  // ---- pausing and going on

  /** Lets nothing go until the next send or {@link #resume} (rule QUEUE-5). */
  void pause() {
    if (!isPaused && lanes.next() != null) {
      isPaused = true;
      changed();
    }
  }

  /** Lets what waits go, once there is room (rule QUEUE-5). */
  void rearm() {
    isPaused = false;
    changed();
  }

  void resume() {
    rearm();
    dispatch();
  }

  /** Has nothing start while something runs that makes room for a run of its own. */
  void hold(Runnable makesRoom) {
    isHeld = true;
    try {
      makesRoom.run();
    } finally {
      isHeld = false;
    }
  }

  /** Has a continuation that waits come before everything else that does. */
  void bringToFront(LiveRun continuation) {
    remove(continuation);
    continuations.addFirst(continuation);
  }

  /**
   * Starts the next run if the thread is free (rules QUEUE-3 and QUEUE-4). What was said meanwhile
   * comes first (rule VOICE-4).
   */
  void dispatch() {
    thread.voiceMessages.flush();
    boolean isLost = thread.writer.loadState() == LoadState.LOAD_FAILED;
    if (thread.active() != null || isHeld || isLost) {
      return;
    }
    LiveRun continuation = continuations.poll();
    if (continuation != null) {
      thread.entry.start(continuation);
      return;
    }
    QueueEntry entry = isPaused ? null : lanes.next();
    if (entry != null && !thread.hasPendingCall(thread.writer.tree().head())) {
      lanes.remove(entry);
      changed();
      thread.entry.start(entry.run);
    }
  }

  private QueueItemId newItemId() {
    return new QueueItemId(thread.env.ids().next("que"));
  }

  private void announceQueued(LiveRun run) {
    thread.writer.emit(ThreadEvent.RunQueued::new, run.id(), run.messageId, null);
  }

  /** Announces what waits, if that is something else than before (rule EVT-10). */
  private void changed() {
    List<QueueItem> items = lanes.view();
    if (!items.equals(shown) || isPaused != isPausedShown) {
      shown = items;
      boolean paused = isPaused;
      isPausedShown = paused;
      thread.writer.emit(header -> new ThreadEvent.QueueChanged(header, items, paused));
    }
  }
}
