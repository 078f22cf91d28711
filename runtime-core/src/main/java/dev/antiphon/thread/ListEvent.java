package dev.antiphon.thread;

import dev.antiphon.error.ErrorInfo;
import java.time.Instant;

/**
 * Something that happened in the list of an owner's threads. The events of a list have sequence
 * numbers of their own, without gaps (rule EVT-1); the ids in their headers are {@code null}.
 *
 * <p>New kinds may come with new versions: code that looks at kinds keeps a branch for the rest.
 */
public sealed interface ListEvent {

  /** Returns when it happened. */
  EventHeader header();

  /** Returns its place among the events of the list. */
  default long sequence() {
    return header().sequence();
  }

  /** Returns when it happened. */
  default Instant time() {
    return header().time();
  }

  /**
   * The start of a subscription: the state as of this event's sequence number.
   *
   * @param header when
   * @param state the state
   */
  record Snapshot(EventHeader header, ListState state) implements ListEvent {}

  /**
   * The listener fell behind, and the events from first to last are lost to it (rule EVT-4).
   *
   * @param header when
   * @param first the first lost sequence number
   * @param last the last lost sequence number
   */
  record Overflow(EventHeader header, long first, long last) implements ListEvent {}

  /**
   * The list or one of its items changed.
   *
   * @param header when
   * @param delta what changed
   */
  record ListChanged(EventHeader header, ListDelta delta) implements ListEvent {}

  /**
   * The storage could not give the list or its next page; what is shown stays (rule LIST-5).
   *
   * @param header when
   * @param error why
   */
  record ListFailed(EventHeader header, ErrorInfo error) implements ListEvent {}

  /**
   * Another thread is selected (rule LIST-22).
   *
   * @param header when
   * @param threadId the selected thread
   * @param previousId the one that was selected before
   */
  record SelectionChanged(EventHeader header, String threadId, String previousId)
      implements ListEvent {}

  /**
   * A title could not be made or stored; the thread keeps the one it has (rule TITLE-5).
   *
   * @param header when
   * @param threadId the thread
   * @param error why
   */
  record TitleFailed(EventHeader header, String threadId, ErrorInfo error) implements ListEvent {}
}
