package dev.antiphon.thread;

import dev.antiphon.message.ThreadKey;
import java.util.List;

/** What was left when a runtime closed (rule CLOSE-4). */
public final class CloseReport {

  private final List<ThreadLeftovers> threads;

  /**
   * Makes one.
   *
   * @param threads the threads of which something was left
   */
  public CloseReport(List<ThreadLeftovers> threads) {
    this.threads = List.copyOf(threads);
  }

  /** Returns the threads of which something was left. */
  public List<ThreadLeftovers> threads() {
    return threads;
  }

  /** Returns the threads whose runs and writes had not ended at the deadline. */
  public List<ThreadKey> notEnded() {
    return threads.stream()
        .filter(each -> !each.hasEnded())
        .map(ThreadLeftovers::thread)
        .toList();
  }

  /** Returns whether nothing was left: everything is stored, and every thread had ended. */
  public boolean isEmpty() {
    return threads.isEmpty();
  }

  @Override
  public String toString() {
    return "CloseReport" + threads;
  }
}
