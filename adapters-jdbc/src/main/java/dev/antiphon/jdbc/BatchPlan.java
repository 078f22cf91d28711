package dev.antiphon.jdbc;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of a batch come to, in the order in which it is executed: first the ids that go,
 * then the messages that move, then those that are written. So a batch is at most one round of each
 * kind of statement, however many entries it has.
 *
 * @param removed ids to delete
 * @param moved stored messages that stand below another parent, and are not written as well
 * @param written messages to insert or replace, in the order of their entries
 * @param head the last head that the batch sets, or {@code null} if it sets none
 */
record BatchPlan(
    List<MessageId> removed,
    List<Reparented> moved,
    List<Written> written,
    @Nullable Head head) {

  /**
   * A message to be written.
   *
   * @param item the message
   * @param isNew whether an entry appends it; else it is expected to be stored
   */
  record Written(MessageItem item, boolean isNew) {}

  /** Returns what a batch comes to. */
  static BatchPlan of(List<HistoryEntry> entries) {
    Folding folding = new Folding();
    entries.forEach(folding::add);
    return new BatchPlan(
        List.copyOf(folding.removed),
        List.copyOf(folding.moved.values()),
        new ArrayList<>(folding.written.values()),
        folding.head);
  }

  /** Returns whether the batch appends a message. */
  boolean appends() {
    return written.stream().anyMatch(Written::isNew);
  }

  /** The entries so far. */
  private static final class Folding {
    private final Set<MessageId> removed = new LinkedHashSet<>();
    private final Map<MessageId, Reparented> moved = new LinkedHashMap<>();
    private final Map<MessageId, Written> written = new LinkedHashMap<>();
    private @Nullable Head head;

    void add(HistoryEntry entry) {
      if (entry instanceof HistoryEntry.Append append) {
        write(append.item(), true);
      } else if (entry instanceof HistoryEntry.Update update) {
        write(update.item(), false);
      } else if (entry instanceof HistoryEntry.Delete delete) {
        delete.removed().forEach(this::remove);
        delete.reparented().forEach(this::move);
      } else if (entry instanceof HistoryEntry.Head newHead) {
        head = Head.of(newHead.messageId());
      } else {
        throw new AssertionError("Unhandled kind of entry: " + entry.getClass());
      }
    }

    private void write(MessageItem item, boolean isNew) {
      moved.remove(item.message().id());
      written.merge(
          item.message().id(),
          new Written(item, isNew),
          (before, now) -> new Written(now.item(), before.isNew() || now.isNew()));
    }

    private void remove(MessageId id) {
      moved.remove(id);
      written.remove(id);
      removed.add(id);
    }

    private void move(Reparented reparented) {
      Written before = written.get(reparented.messageId());
      if (before != null) {
        MessageItem item = before.item().withParentId(reparented.newParentId());
        written.put(reparented.messageId(), new Written(item, before.isNew()));
      } else if (!removed.contains(reparented.messageId())) {
        moved.put(reparented.messageId(), reparented);
      }
    }
  }
}
