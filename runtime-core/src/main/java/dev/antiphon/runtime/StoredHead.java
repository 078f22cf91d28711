package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import dev.antiphon.tree.Head;
import org.jspecify.annotations.Nullable;

/** What the storage knows of the head of a thread (rule HIST-10). Confined to the writer. */
final class StoredHead {

  private final boolean isStorable;
  private Head stored = Head.ABSENT;

  /** Whether it goes with the next batch and is no reason to write one. */
  private boolean isPatient;

  private boolean hasFailed;

  StoredHead(boolean isStorable) {
    this.isStorable = isStorable;
  }

  Head stored() {
    return stored;
  }

  /** Sets what a load found; a head that was never stored is not stored for its own sake. */
  void loaded(Head head) {
    stored = head;
    hasFailed = false;
    isPatient = !head.isGiven();
  }

  void written(Head head) {
    stored = head;
    hasFailed = false;
    isPatient = false;
  }

  /** Storing it alone failed: it is tried again with the next write. */
  void failed() {
    isPatient = true;
    hasFailed = true;
  }

  /** Returns whether storing it failed, and nothing has been stored since. */
  boolean hasFailed() {
    return hasFailed;
  }

  void moved() {
    isPatient = false;
  }

  boolean differs(Head now) {
    return isStorable && !now.equals(stored);
  }

  /** Returns whether it is a reason to write a batch of its own. */
  boolean isDue(@Nullable MessageId head) {
    return !isPatient && differs(Head.of(head));
  }
}
