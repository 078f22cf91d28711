package dev.antiphon.memory;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link InMemoryThreadHistory} keeps of one thread: mutable, and guarded by it.
 *
 * <p>The map's order is that of first append: replacing a value leaves it where it is.
 */
final class StoredThread {

  private final Map<MessageId, MessageItem> items = new LinkedHashMap<>();
  private Head head = Head.ABSENT;
  private ThreadRevision revision = ThreadRevision.NEW;
  // Read by the thread list without the history's guard.
  private volatile @Nullable Instant lastMessageAt;

  ThreadRevision revision() {
    return revision;
  }

  @Nullable
  Instant lastMessageAt() {
    return lastMessageAt;
  }

  LoadedThread load() {
    List<StoredMessage> loaded = new ArrayList<>(items.size());
    items.values().forEach(item -> loaded.add(new StoredMessage.Intact(item)));
    return new LoadedThread(loaded, head, revision, false);
  }

  /** Applies entries that cannot fail, and counts them as one batch. */
  ThreadRevision apply(List<HistoryEntry> entries, Instant now) {
    for (HistoryEntry entry : entries) {
      if (entry instanceof HistoryEntry.Append append) {
        put(append.item(), now);
      } else if (entry instanceof HistoryEntry.Update update) {
        put(update.item(), now);
      } else if (entry instanceof HistoryEntry.Delete delete) {
        delete(delete);
      } else if (entry instanceof HistoryEntry.Head newHead) {
        head = Head.of(newHead.messageId());
      } else {
        throw new AssertionError("Unhandled kind of entry: " + entry.getClass());
      }
    }
    revision = revision.next();
    return revision;
  }

  private void put(MessageItem item, Instant now) {
    if (items.put(item.message().id(), item) == null) {
      lastMessageAt = now;
    }
  }

  private void delete(HistoryEntry.Delete delete) {
    delete.removed().forEach(items::remove);
    for (Reparented moved : delete.reparented()) {
      items.computeIfPresent(
          moved.messageId(), (id, item) -> item.withParentId(moved.newParentId()));
    }
  }
}
