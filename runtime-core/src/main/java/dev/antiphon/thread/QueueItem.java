package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.RunId;
import org.jspecify.annotations.Nullable;

/**
 * A send that waits for its turn (rule QUEUE-2). Its id is that of its run.
 *
 * @param runId the run that it will be
 * @param lane where it waits
 * @param message what would be sent, or {@code null} for a run without a message of its own
 * @param error why its dispatch failed; {@code null} while it waits
 */
public record QueueItem(
    RunId runId,
    QueueLane lane,
    @Nullable Message message,
    @Nullable ErrorInfo error) {

  /** Checks the fields. */
  public QueueItem {
    requireNonNull(runId, "runId");
    requireNonNull(lane, "lane");
  }

  /** Returns whether its dispatch failed; it stays at its place until {@code retry} or remove. */
  public boolean isFailed() {
    return error != null;
  }

  /** Returns the text to show, without those of attachments. */
  public String text() {
    return message == null ? "" : message.text();
  }
}
