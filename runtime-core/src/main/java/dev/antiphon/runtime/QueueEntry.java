package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.QueueItemId;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.QueueLane;
import org.jspecify.annotations.Nullable;

/** One send that waits, or whose dispatch failed. Confined to the writer. */
final class QueueEntry {

  final QueueItemId id;

  /** What it will be; another one after a retry. */
  LiveRun run;

  QueueLane lane;

  /** Why its dispatch failed. */
  @Nullable
  ErrorInfo error;

  QueueEntry(QueueItemId id, LiveRun run, QueueLane lane) {
    this.id = id;
    this.run = run;
    this.lane = lane;
  }

  boolean isWaiting() {
    return error == null;
  }

  QueueItem view() {
    return new QueueItem(id, run.id(), lane, run.plan.userMessage(), error);
  }
}
