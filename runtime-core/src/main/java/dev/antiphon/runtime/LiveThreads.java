package dev.antiphon.runtime;

import dev.antiphon.message.ThreadKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a list that were opened, and the live runtimes among them; closes those that are
 * idle (rules LIST-19 and LIST-20). Confined to the list's writer, but for the timers.
 */
final class LiveThreads {

  private final ThreadDirectory list;
  private final Map<String, ThreadRuntime> opened = new LinkedHashMap<>();
  private final Map<String, Timer.Scheduled> idleTimers = new HashMap<>();

  LiveThreads(ThreadDirectory list) {
    this.list = list;
  }

  /** Returns a thread, opened if it is not. */
  ThreadRuntime open(String threadId) {
    return opened.computeIfAbsent(
        threadId,
        id -> new ThreadRuntime(
            new LiveThread(new ThreadKey(list.owner, id), list, list.env.clock())));
  }

  /** Returns whether a thread is opened. */
  boolean isHeld(String threadId) {
    return opened.containsKey(threadId);
  }

  @Nullable
  LiveThread find(String threadId) {
    ThreadRuntime found = opened.get(threadId);
    return found == null ? null : found.live();
  }

  /** Returns the rooms of a thread if it has a live runtime. */
  @Nullable
  Conversation now(String threadId) {
    LiveThread found = find(threadId);
    return found == null ? null : found.now();
  }

  /** Returns the opened threads. */
  List<LiveThread> all() {
    return opened.values().stream().map(ThreadRuntime::live).toList();
  }

  /** Returns the live runtimes. */
  List<Conversation> allNow() {
    List<Conversation> live = new ArrayList<>();
    all().stream().map(LiveThread::now).filter(Objects::nonNull).forEach(live::add);
    return live;
  }

  /** Forgets a thread that is gone; who holds it keeps it, closed. */
  @Nullable
  LiveThread remove(String threadId) {
    ThreadRuntime removed = opened.remove(threadId);
    Timer.Scheduled timer = idleTimers.remove(threadId);
    if (timer != null) {
      timer.cancel();
    }
    return removed == null ? null : removed.live();
  }

  // ---- idle threads; called under no lock

  /** Closes the live runtime of a thread when it has been idle for long enough. */
  void watch(LiveThread thread) {
    watch(thread, list.env.options().idleThreadTimeout());
  }

  private void watch(LiveThread thread, Duration delay) {
    Timer.Scheduled timer = list.env.timer().schedule(delay, () -> closeIfIdle(thread));
    String id = thread.key().threadId();
    list.writer.run(() -> {
      boolean isWanted = !list.isClosed() && find(id) == thread;
      Timer.Scheduled other = isWanted ? idleTimers.put(id, timer) : timer;
      if (other != null) {
        other.cancel();
      }
    });
  }

  private void closeIfIdle(LiveThread thread) {
    String id = thread.key().threadId();
    Duration timeout = list.env.options().idleThreadTimeout();
    Duration left = timeout.minusMillis(list.env.clock().millis() - thread.lastUsedMillis());
    boolean isOver = left.isNegative() || left.isZero();
    boolean isSelected = list.writer.apply(() -> list.selection.isSelected(id));
    if (isOver && !isSelected && thread.closeIfIdle()) {
      list.writer.run(() -> idleTimers.remove(id));
    } else {
      watch(thread, isOver ? timeout : left);
    }
  }

  /** Closes no idle thread any more; called under the writer. */
  void stopWatching() {
    idleTimers.values().forEach(Timer.Scheduled::cancel);
    idleTimers.clear();
  }
}
