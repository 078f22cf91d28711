package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.QueueItemNotFoundException;
import dev.antiphon.thread.QueueLane;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sends that wait for their turn, in two lanes, and in front of them the continuations that
 * came up while another run was active (rules QUEUE-1 and RUN-23). Confined to the writer.
 */
final class RunQueue {

  private final Conversation thread;
  private final Deque<LiveRun> continuations = new ArrayDeque<>();
  private final Map<QueueLane, List<Entry>> lanes = new EnumMap<>(QueueLane.class);
  private List<QueueItem> shown = List.of();
  private boolean isPaused;
  private boolean isHeld;

  /** One send that waits, or whose dispatch failed. */
  private static final class Entry {
    private final LiveRun run;
    private final QueueLane lane;
    private @Nullable ErrorInfo error;

    Entry(LiveRun run, QueueLane lane) {
      this.run = run;
      this.lane = lane;
    }

    QueueItem view() {
      Message message = run.plan.userMessage();
      return new QueueItem(run.id(), lane, message, error);
    }
  }

  RunQueue(Conversation thread) {
    this.thread = thread;
    for (QueueLane lane : QueueLane.values()) {
      lanes.put(lane, new ArrayList<>());
    }
  }

  boolean isPaused() {
    return isPaused;
  }

  /** Returns whether nothing waits here, failed sends included. */
  boolean isEmpty() {
    return continuations.isEmpty() && shown.isEmpty();
  }

  boolean hasWaiting() {
    return !continuations.isEmpty() || next() != null;
  }

  /** Returns what waits, as the same list while nothing changed (rule EVT-10). */
  List<QueueItem> view() {
    return shown;
  }

  void add(LiveRun run, QueueLane lane) {
    lane(lane).add(new Entry(run, lane));
    thread.writer.emit(ThreadEvent.RunQueued::new, run.id(), null, null);
    changed();
  }

  /** Returns the continuation of a message that waits, wherever it does, or null. */
  @Nullable
  LiveRun continuationOf(MessageId messageId) {
    return continuations().stream()
        .filter(run -> messageId.equals(run.messageId))
        .findFirst()
        .orElse(null);
  }

  /** Puts a run that has to wait after all in front of the lane it came from. */
  void putBack(LiveRun run) {
    QueueLane lane = run.queuedIn == null ? QueueLane.QUEUE : run.queuedIn;
    lane(lane).add(0, new Entry(run, lane));
    thread.writer.emit(ThreadEvent.RunQueued::new, run.id(), null, null);
    changed();
  }

  /** Returns the continuations that wait, in front of the lanes or in one. */
  List<LiveRun> continuations() {
    List<LiveRun> all = new ArrayList<>(continuations);
    lanes.values().forEach(lane -> lane.forEach(entry -> all.add(entry.run)));
    all.removeIf(run -> run.messageId == null);
    return all;
  }

  boolean hasContinuation() {
    return !continuations.isEmpty();
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

  void addContinuation(LiveRun run) {
    continuations.add(run);
    thread.writer.emit(ThreadEvent.RunQueued::new, run.id(), run.messageId, null);
  }

  /** Has a continuation that waits come before everything else that does. */
  void bringToFront(LiveRun continuation) {
    remove(continuation);
    continuations.addFirst(continuation);
  }

  /** Takes a run out; does nothing if it does not wait here. */
  void remove(LiveRun run) {
    if (continuations.remove(run)) {
      return;
    }
    Entry entry = find(run.id());
    if (entry != null) {
      lane(entry.lane).remove(entry);
      changed();
    }
  }

  /**
   * Returns the run that waits under an id.
   *
   * @throws QueueItemNotFoundException if none does
   */
  LiveRun waiting(RunId id) {
    Entry entry = find(id);
    if (entry == null) {
      throw new QueueItemNotFoundException(id);
    }
    return entry.run;
  }

  /** Lets nothing go until the next send or {@link #resume} (rule QUEUE-5). */
  void pause() {
    if (!isPaused && next() != null) {
      isPaused = true;
      changed();
    }
  }

  void resume() {
    if (isPaused) {
      isPaused = false;
      changed();
    }
    dispatch();
  }

  /** Starts the next run if the thread is free (rules QUEUE-3 and QUEUE-4). */
  void dispatch() {
    boolean isLost = thread.writer.loadState() == LoadState.LOAD_FAILED;
    if (thread.active() != null || isHeld || isLost) {
      return;
    }
    LiveRun continuation = continuations.poll();
    if (continuation != null) {
      thread.entry.start(continuation);
      return;
    }
    Entry entry = isPaused ? null : next();
    if (entry != null && !thread.hasPendingCall(thread.writer.tree().head())) {
      lane(entry.lane).remove(entry);
      changed();
      entry.run.queuedIn = entry.lane;
      thread.entry.start(entry.run);
    }
  }

  /** Puts a run whose dispatch was not sent back to its place, as failed (rule QUEUE-7). */
  void putBackFailed(LiveRun run, ErrorInfo error) {
    QueueLane lane = run.queuedIn == null ? QueueLane.QUEUE : run.queuedIn;
    Entry entry = new Entry(run, lane);
    entry.error = error;
    lane(lane).add(0, entry);
    isPaused = true;
    thread.writer.emit(
        header -> new ThreadEvent.QueueItemFailed(header, error), run.id(), null, null);
    changed();
  }

  /** Returns the runs that wait, and forgets them: the thread closes. */
  List<LiveRun> drain() {
    List<LiveRun> runs = new ArrayList<>(continuations);
    continuations.clear();
    for (List<Entry> lane : lanes.values()) {
      lane.stream().filter(entry -> entry.error == null).forEach(entry -> runs.add(entry.run));
      lane.clear();
    }
    if (!shown.isEmpty()) {
      changed();
    }
    return runs;
  }

  private @Nullable Entry next() {
    for (QueueLane lane : QueueLane.values()) {
      for (Entry entry : lane(lane)) {
        if (entry.error == null) {
          return entry;
        }
      }
    }
    return null;
  }

  private @Nullable Entry find(RunId id) {
    for (List<Entry> lane : lanes.values()) {
      for (Entry entry : lane) {
        if (entry.run.id().equals(id)) {
          return entry;
        }
      }
    }
    return null;
  }

  private List<Entry> lane(QueueLane lane) {
    return lanes.computeIfAbsent(lane, added -> new ArrayList<>());
  }

  private void changed() {
    List<QueueItem> changed = new ArrayList<>();
    lanes.values().forEach(lane -> lane.forEach(entry -> changed.add(entry.view())));
    List<QueueItem> items = List.copyOf(changed);
    shown = items;
    boolean paused = isPaused;
    thread.writer.emit(header -> new ThreadEvent.QueueChanged(header, items, paused));
  }
}
