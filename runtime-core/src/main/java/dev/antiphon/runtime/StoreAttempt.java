package dev.antiphon.runtime;

import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way to the storage.
 *
 * @param operation what it carries out, or null if it only stores the head
 * @param entries the changes; none if there is nothing to write after all
 * @param expected the revision that the thread must be at
 * @param createsRecord whether the thread's record is created first
 * @param headAfter what the storage knows of the head if it succeeds
 */
record StoreAttempt(
    @Nullable StoreOperation operation,
    List<HistoryEntry> entries,
    ThreadRevision expected,
    boolean createsRecord,
    Head headAfter) {

  /** Returns the messages that entries store. */
  static Stream<MessageItem> items(List<HistoryEntry> entries) {
    return entries.stream().flatMap(entry -> {
      if (entry instanceof HistoryEntry.Append append) {
        return Stream.of(append.item());
      }
      return entry instanceof HistoryEntry.Update update
          ? Stream.of(update.item())
          : Stream.empty();
    });
  }
}
