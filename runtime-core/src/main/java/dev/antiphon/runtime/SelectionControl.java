package dev.antiphon.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A selection that is controlled from outside, such as by the address of a page (rule LIST-22): it
 * is set here, and a callback is told when it becomes another one by other means. What was set is
 * not echoed. A thread that is not stored is none; it is told when it is stored.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. The callback is called one value at a
 * time, in order, outside every lock, on threads of the runtime.
 */
public final class SelectionControl implements Subscription {

  private final ThreadDirectory list;
  private final Consumer<? super @Nullable String> onChange;

  /** What the other side has set or was told last; guarded by the list's writer. */
  private @Nullable String agreed;

  /** What it is to be told, null values wrapped; guarded by the list's writer. */
  private final Deque<Report> reports = new ArrayDeque<>();

  private boolean isReporting;
  private volatile boolean isClosed;

  private record Report(@Nullable String threadId) {}

  SelectionControl(
      ThreadDirectory list,
      Consumer<? super @Nullable String> onChange,
      @Nullable String selected) {
    this.list = list;
    this.onChange = onChange;
    this.agreed = selected;
  }

  /**
   * Selects a thread. Setting what is selected already, or was told last, does nothing.
   *
   * @param threadId the thread, the empty string included, or {@code null} for a new one
   * @return ends when the switch has ended or was overtaken; with {@code UnknownThreadException} if
   *     there is no such thread, and the selection is as it was
   * @throws dev.antiphon.thread.UnknownThreadException if it cannot be the id of a thread
   * @throws dev.antiphon.thread.RuntimeClosedException after close
   */
  public CompletionStage<Void> set(@Nullable String threadId) {
    return list.writer.apply(() -> {
      list.check("set");
      if (Objects.equals(agreed, threadId)) {
        return CompletableFuture.completedStage(null);
      }
      if (threadId != null) {
        list.checkReachable("set", list.keyOf(threadId).threadId());
      }
      agreed = threadId;
      CompletionStage<ThreadRuntime> switched = threadId == null
          ? list.selection.switchToNewThread()
          : list.selection.switchTo(threadId, true);
      return switched.handle((selected, failure) -> {
        list.writer.run(() -> switched(threadId, failure));
        if (failure != null) {
          throw new CompletionException(failure);
        }
        return null;
      });
    });
  }

  /** What was set is selected now, unless it could not be, or was overtaken. */
  private void switched(@Nullable String threadId, @Nullable Throwable failure) {
    if (failure != null) {
      agreed = list.selection.reported();
    } else if (threadId != null && !list.selection.isSelected(threadId)) {
      report(list.selection.reported());
    }
  }

  /** Tells the other side what is selected, unless it knows; called under the list's writer. */
  void report(@Nullable String selected) {
    if (isClosed || Objects.equals(agreed, selected)) {
      return;
    }
    agreed = selected;
    reports.add(new Report(selected));
    if (!isReporting) {
      isReporting = true;
      list.writer.inBackground(this::tell);
    }
  }

  private void tell() {
    Report next = next();
    while (next != null) {
      try {
        onChange.accept(next.threadId);
      } catch (Throwable thrown) {
        Log.warn("The callback of a controlled selection threw", thrown);
      }
      next = next();
    }
  }

  private @Nullable Report next() {
    return list.writer.apply(() -> {
      Report due = isClosed ? null : reports.poll();
      isReporting = due != null;
      return due;
    });
  }

  /** Ends the control; may be called twice, and from the callback. */
  @Override
  public void close() {
    isClosed = true;
    list.writer.run(() -> list.selection.remove(this));
  }
}
