package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.tree.Head;
import java.util.List;

/**
 * A thread as it was stored.
 *
 * @param items the messages, in the order of their first append
 * @param head the last visible message, if one was stored
 * @param revision what the next batch names as expected
 * @param isResumable whether {@link ThreadHistoryAdapter#resume} can go on with what was running
 *     (rule LOAD-8)
 */
public record LoadedThread(
    List<StoredMessage> items, Head head, ThreadRevision revision, boolean isResumable) {

  /** Nothing is stored. */
  public static final LoadedThread EMPTY =
      new LoadedThread(List.of(), Head.ABSENT, ThreadRevision.NEW, false);

  /** Copies the items. */
  public LoadedThread {
    items = List.copyOf(items);
    requireNonNull(head, "head");
    requireNonNull(revision, "revision");
  }
}
