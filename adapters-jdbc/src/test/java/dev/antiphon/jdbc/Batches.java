package dev.antiphon.jdbc;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.tck.SampleMessages;
import dev.antiphon.tree.MessageItem;
import java.util.List;

/** The shortest ways to store a message and to see what is stored. */
final class Batches {

  static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");

  static final ThreadKey OTHER_THREAD = new ThreadKey("alice", "thread-2");

  private Batches() {}

  /** Returns a batch that appends one message, whatever was written before. */
  static HistoryBatch append(String id) {
    return append(ThreadRevision.UNKNOWN, id);
  }

  /** Returns a batch that appends one message. */
  static HistoryBatch append(ThreadRevision expected, String id) {
    return new HistoryBatch(
        expected,
        List.of(new HistoryEntry.Append(
            MessageItem.of(SampleMessages.user(id, "Where is the key?"), null))));
  }

  /** Returns a batch that replaces one message. */
  static HistoryBatch change(ThreadRevision expected, String id) {
    return new HistoryBatch(
        expected,
        List.of(new HistoryEntry.Update(MessageItem.of(SampleMessages.user(id, "changed"), null))));
  }

  /** Returns the ids of the messages that are stored. */
  static List<String> stored(ThreadHistoryAdapter history) {
    return history.load(THREAD).items().stream()
        .map(StoredMessage::id)
        .map(Object::toString)
        .toList();
  }
}
