package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.Head;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the batches of one thread: what is owed from earlier writes first, parents before children,
 * then the operation whose turn it is, then the head if it moved (rules HIST-2, HIST-8 and
 * HIST-10). Confined to the writer.
 */
final class BatchMaker {

  private final ThreadWriter writer;
  private final StoredForms forms;
  private final StoreBacklog backlog;
  private final StoredHead head;

  BatchMaker(ThreadWriter writer, StoredForms forms, StoreBacklog backlog, StoredHead head) {
    this.writer = writer;
    this.forms = forms;
    this.backlog = backlog;
    this.head = head;
  }

  /**
   * Makes the next batch.
   *
   * @param operation what it carries out, or null if only something owed or the head is due
   * @param expected the revision that the thread must be at
   * @param hasRecord whether the storage has a record of the thread
   */
  StoreAttempt make(
      @Nullable StoreOperation operation, ThreadRevision expected, boolean hasRecord) {
    List<HistoryEntry> entries = new ArrayList<>();
    backlog.addRemovals(entries);
    addMessages(entries, operation);
    MessageId shown = writer.tree().head();
    Head now = operation instanceof StoreOperation.Required required
        ? required.headAfter(shown)
        : Head.of(shown);
    boolean writesHead =
        head.differs(now) && (hasRecord || !entries.isEmpty()) && isKnown(now.messageId(), entries);
    if (writesHead) {
      entries.add(new HistoryEntry.Head(now.messageId()));
    }
    boolean createsRecord = !hasRecord && !entries.isEmpty();
    return new StoreAttempt(
        operation, entries, expected, createsRecord, writesHead ? now : head.stored());
  }

  /** Adds the backlog and the operation, which may be about a message of the backlog. */
  private void addMessages(List<HistoryEntry> entries, @Nullable StoreOperation operation) {
    boolean isIncluded = false;
    boolean isWhole = operation instanceof StoreOperation.ReplaceAll;
    for (MessageId id : isWhole ? List.<MessageId>of() : backlog.givenUp()) {
      if (operation instanceof StoreOperation.Update update && update.id().equals(id)) {
        operation.addEntries(entries, forms);
        isIncluded = true;
      } else {
        entries.add(new HistoryEntry.Update(forms.of(id)));
      }
    }
    if (operation != null && !isIncluded) {
      operation.addEntries(entries, forms);
    }
  }

  /** Returns whether the storage knows a message once a batch is stored. */
  private boolean isKnown(@Nullable MessageId id, List<HistoryEntry> entries) {
    return !backlog.wasNeverStored(id)
        || StoreAttempt.items(entries).anyMatch(item -> item.message().id().equals(id));
  }
}
