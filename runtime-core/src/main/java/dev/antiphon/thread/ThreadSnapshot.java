package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.tree.ExportedThread;

/**
 * A thread with all its branches at one moment: what a view that shows other branches as well
 * starts with, before it follows the events after {@link ThreadState#sequence()} (rule EVT-7).
 *
 * @param state what can be seen of the thread
 * @param tree all its messages, parents first, siblings in their order
 */
public record ThreadSnapshot(ThreadState state, ExportedThread tree) {

  /** Checks the fields. */
  public ThreadSnapshot {
    requireNonNull(state, "state");
    requireNonNull(tree, "tree");
  }

  /** Returns the sequence number of the last event that this snapshot includes. */
  public long sequence() {
    return state.sequence();
  }
}
