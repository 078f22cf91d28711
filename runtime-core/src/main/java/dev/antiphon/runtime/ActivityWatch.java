package dev.antiphon.runtime;

import dev.antiphon.thread.LoadState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells the list what a thread is doing, as often as that changes. */
final class ActivityWatch {

  /*
   * Concurrency
   * -----------
   * `shown` is written under the writer and read by the list under its own lock. Of two threads that
   * tell the list at one time, the one that comes second reads what was written last.
   */
  private final Conversation thread;
  private volatile @Nullable ThreadActivity shown;

  ActivityWatch(Conversation thread) {
    this.thread = thread;
  }

  /** Returns what the thread is doing, or null if that is not known yet; for any thread. */
  @Nullable
  ThreadActivity now() {
    return shown;
  }

  /** Tells the list if the thread is doing something else than it was; called under no lock. */
  void tell() {
    boolean isNews = thread.writer.apply(() -> {
      ThreadActivity before = shown;
      shown = after(before);
      return !Objects.equals(shown, before);
    });
    if (isNews) {
      thread.home.activityChanged(thread.live);
    }
  }

  /** Whether a call waits for a human is known of a loaded thread only. */
  private @Nullable ThreadActivity after(@Nullable ThreadActivity before) {
    boolean isRunning = thread.active() != null;
    if (thread.writer.loadState() == LoadState.LOADED) {
      return new ThreadActivity(
          isRunning, thread.hasPendingCall(thread.writer.tree().head()));
    }
    if (before == null && !isRunning) {
      return null;
    }
    return new ThreadActivity(isRunning, before != null && before.isPaused());
  }
}
