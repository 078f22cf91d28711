package dev.antiphon.runtime;

import dev.antiphon.thread.AdapterReplacedException;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.thread.ThreadStatusException;
import dev.antiphon.thread.UnknownThreadException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The changes of threads: seen at once, asked of the storage one at a time for each thread, in the
 * order of the calls, and taken back alone if they fail (rules LIST-8 and LIST-15). Confined to the
 * list's writer.
 */
final class ThreadChanges {

  private final ThreadDirectory list;
  private final Map<String, Deque<Change>> lanes = new HashMap<>();
  private final List<CompletableFuture<Void>> whenIdle = new ArrayList<>();

  /** What goes with a change. All under the writer. */
  interface Sequel {
    /** The change is shown. */
    default void begun() {}

    /** Prepares the storage's part; has {@code then} run when it may be asked. */
    default void beforeAsking(Runnable then) {
      then.run();
    }

    /** The storage has made the change. */
    default void confirmed() {}

    /** The change was taken back. */
    default void failed(Throwable failure) {}
  }

  /** A change that is shown and not confirmed. */
  private static final class Change {
    private final ChangeOrder order;
    private final long number;
    private final Sequel sequel;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private boolean isAsked;
    private boolean isOver;

    Change(ChangeOrder order, long number, Sequel sequel) {
      this.order = order;
      this.number = number;
      this.sequel = sequel;
    }
  }

  ThreadChanges(ThreadDirectory list) {
    this.list = list;
  }

  /**
   * Makes a change: at once if the thread is known, else when the storage has said what it is.
   *
   * @return ends when the storage has made it
   * @throws ThreadStatusException if the thread's status does not allow it
   */
  CompletionStage<Void> make(ChangeOrder order, Sequel sequel) {
    return whenKnown(order.operation(), order.threadId(), () -> start(order, sequel));
  }

  /** What makes a change of a thread that is known. */
  interface Start {
    CompletionStage<Void> start();
  }

  /** Has something done with a thread, which is asked for if it is not known (rule LIST-18). */
  CompletionStage<Void> whenKnown(String operation, String threadId, Start action) {
    if (list.items.find(threadId) != null || list.removal.isUnderWay(threadId)) {
      return action.start();
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    list.finder.find(
        operation,
        threadId,
        false,
        isThere -> {
          if (isThere || list.items.isDraft(threadId)) {
            startLate(action, done);
          } else {
            list.fail(done, new UnknownThreadException(list.keyOf(threadId)));
          }
        },
        failure -> list.fail(done, failure));
    return done.minimalCompletionStage();
  }

  private void startLate(Start action, CompletableFuture<Void> done) {
    try {
      action.start().whenComplete((ended, failure) -> {
        if (failure == null) {
          done.complete(null);
        } else {
          done.completeExceptionally(failure);
        }
      });
    } catch (RuntimeException refused) {
      list.fail(done, refused);
    }
  }

  private CompletionStage<Void> start(ChangeOrder order, Sequel sequel) {
    checkStatus(order);
    long number = list.items.begin(order.change());
    Change change = new Change(order, number, sequel);
    lanes.computeIfAbsent(order.threadId(), id -> new ArrayDeque<>()).add(change);
    sequel.begun();
    list.items.publish();
    goOn(order.threadId());
    return change.done.minimalCompletionStage();
  }

  private void checkStatus(ChangeOrder order) {
    ThreadListItem item = list.items.find(order.threadId());
    ThreadListItem.Status status = item == null ? ThreadListItem.Status.DELETED : item.status();
    if (!order.allowed().contains(status)) {
      throw refusal(order, status);
    }
  }

  private ThreadStatusException refusal(ChangeOrder order, ThreadListItem.Status status) {
    return new ThreadStatusException(
        list.keyOf(order.threadId()), status.name().toLowerCase(Locale.ROOT), order.operation());
  }

  // ---- asking the storage

  /** Asks for the next change of a thread, unless one is under way or the thread is created. */
  void goOn(String threadId) {
    Deque<Change> lane = lanes.get(threadId);
    Change next = lane == null ? null : lane.peek();
    if (next == null || next.isAsked || list.creation.isUnderWay(threadId)) {
      return;
    }
    if (list.items.isDraft(threadId)) {
      // It was being created when the change was called for, and that failed.
      next.isAsked = true;
      failed(next, refusal(next.order, ThreadListItem.Status.NEW));
      return;
    }
    next.isAsked = true;
    next.sequel.beforeAsking(() -> ask(next));
  }

  private void ask(Change change) {
    if (change.isOver) {
      // The adapter was replaced before anything was asked.
      return;
    }
    list.port.ask(
        change.order.operation(),
        adapter -> {
          change.order.request().accept(adapter);
          return true;
        },
        done -> confirmed(change),
        failure -> failed(change, failure));
  }

  private void confirmed(Change change) {
    list.items.known(list.items.known().confirm(change.number));
    leave(change);
    change.sequel.confirmed();
    list.items.publish();
    list.complete(change.done);
    goOn(change.order.threadId());
  }

  private void failed(Change change, Throwable failure) {
    if (change.isOver) {
      return;
    }
    list.items.known(list.items.known().fail(change.number));
    leave(change);
    change.sequel.failed(failure);
    list.items.publish();
    list.fail(change.done, failure);
    goOn(change.order.threadId());
  }

  private void leave(Change change) {
    String threadId = change.order.threadId();
    change.isOver = true;
    Deque<Change> lane = lanes.get(threadId);
    if (lane != null) {
      lane.remove(change);
      if (lane.isEmpty()) {
        lanes.remove(threadId);
      }
    }
    endWaiting();
  }

  /** Fails every change that is not confirmed: the adapter is replaced (rule LIST-23). */
  void replaced() {
    List<Change> all = new ArrayList<>();
    lanes.values().forEach(all::addAll);
    lanes.clear();
    all.forEach(each -> failed(each, new AdapterReplacedException(each.order.operation())));
  }

  // ---- the end

  /** Returns what ends, on the executor, when no change is under way. */
  CompletableFuture<Void> whenIdle() {
    CompletableFuture<Void> idle = new CompletableFuture<>();
    whenIdle.add(idle);
    endWaiting();
    return idle;
  }

  private void endWaiting() {
    if (lanes.isEmpty()) {
      whenIdle.forEach(list::complete);
      whenIdle.clear();
    }
  }
}
