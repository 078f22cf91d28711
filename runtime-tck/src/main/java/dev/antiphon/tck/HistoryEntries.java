package dev.antiphon.tck;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Short words for what a history is told and what it tells. */
final class HistoryEntries {

  private HistoryEntries() {}

  static HistoryBatch batch(ThreadRevision expected, HistoryEntry... entries) {
    return new HistoryBatch(expected, List.of(entries));
  }

  static HistoryEntry append(Message message, @Nullable MessageId parentId) {
    return new HistoryEntry.Append(MessageItem.of(message, parentId));
  }

  static HistoryEntry update(Message message, @Nullable MessageId parentId) {
    return new HistoryEntry.Update(MessageItem.of(message, parentId));
  }

  static HistoryEntry delete(List<MessageId> removed, Reparented... moved) {
    return new HistoryEntry.Delete(removed, List.of(moved));
  }

  static HistoryEntry head(@Nullable MessageId head) {
    return new HistoryEntry.Head(head);
  }

  /** Returns a chain of short user messages, parents first. */
  static List<HistoryEntry> chain(String prefix, int length) {
    List<HistoryEntry> chain = new ArrayList<>(length);
    MessageId parent = null;
    for (int number = 0; number < length; number++) {
      Message message = SampleMessages.user(prefix + number, "message " + number);
      chain.add(append(message, parent));
      parent = message.id();
    }
    return chain;
  }

  /** Returns what could be read, and fails the test if something could not. */
  static List<MessageItem> items(LoadedThread loaded) {
    return loaded.items().stream()
        .map(stored -> {
          if (stored instanceof StoredMessage.Intact intact) {
            return intact.item();
          }
          throw new AssertionError("Cannot be read: " + stored);
        })
        .toList();
  }

  static List<MessageId> ids(LoadedThread loaded) {
    return loaded.items().stream().map(StoredMessage::id).toList();
  }

  static List<MessageId> ids(String... values) {
    return Stream.of(values).map(MessageId::new).toList();
  }
}
