package dev.antiphon.cloud;

import dev.antiphon.cloud.StoredRows.Stored;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.StorageException;
import dev.antiphon.spi.json.AuiV0Json;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One batch on its way to the server: what cannot be stored is refused before anything is sent. */
final class BatchWrite {

  private static final System.Logger LOG = System.getLogger(BatchWrite.class.getName());

  private final CloudClient client;
  private final ThreadKey thread;
  private final List<MessageItem> items;

  private BatchWrite(CloudClient client, ThreadKey thread, List<MessageItem> items) {
    this.client = client;
    this.thread = thread;
    this.items = items;
  }

  static BatchWrite of(CloudClient client, ThreadKey thread, HistoryBatch batch) {
    List<MessageItem> items = new ArrayList<>();
    for (HistoryEntry entry : batch.entries()) {
      if (entry instanceof HistoryEntry.Append append) {
        items.add(append.item());
      } else if (entry instanceof HistoryEntry.Update update) {
        items.add(update.item());
      } else if (entry instanceof HistoryEntry.Delete) {
        throw new StorageException(
            "schema",
            "Assistant Cloud has no call that deletes or moves a message, which is why this history does not declare DELETE.",
            false,
            null);
      }
    }
    // The form may refuse one of them: then none is sent.
    items.forEach(item -> ContentHash.of(RowContent.of(item, 1)));
    return new BatchWrite(client, thread, items);
  }

  void run() {
    if (items.isEmpty()) {
      return;
    }
    StoredRows rows = client.messages().of(thread, threadRow());
    try {
      for (MessageItem item : items) {
        store(item, rows);
      }
    } catch (CloudException failure) {
      if (failure.isNotFound()) {
        client.threads().forget(thread);
      }
      throw failure;
    }
    if (rows.isListDue().get()) {
      tellList(rows);
    }
  }

  /** A thread that somebody deleted is not made again for messages whose parents went with it. */
  private String threadRow() {
    if (!needsStoredParent()) {
      return client.threads().idOrCreate(thread);
    }
    return client
        .threads()
        .idOf(thread)
        .orElseThrow(() -> CloudException.missing("the thread that the messages belong to"));
  }

  private boolean needsStoredParent() {
    Set<MessageId> known = new HashSet<>();
    for (MessageItem item : items) {
      if (item.parentId() != null && !known.contains(item.parentId())) {
        return true;
      }
      known.add(item.message().id());
    }
    return false;
  }

  private void store(MessageItem item, StoredRows rows) {
    MessageId id = item.message().id();
    Optional<Stored> known = rows.get(id);
    long version = known.map(Stored::version).orElse(0L) + 1;
    String hash = ContentHash.of(RowContent.of(item, 0));
    if (known.isPresent() && hash.equals(known.get().content())) {
      return;
    }
    Map<String, Object> content = RowContent.of(item, version);
    String row;
    if (known.isPresent()) {
      row = known.get().rowId();
      client.send(
          thread.owner(),
          CloudCall.put("threads", rows.threadRow(), "messages", row)
              .body(Map.of("content", content)));
    } else {
      row = append(item, content, rows);
      rows.isListDue().set(true);
    }
    rows.put(id, new Stored(row, version, hash));
  }

  private String append(MessageItem item, Map<String, Object> content, StoredRows rows) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("parent_id", parentRow(item, rows));
    body.put("format", AuiV0Json.FORM);
    body.put("content", content);
    return client.create(
        thread.owner(),
        CloudCall.post("threads", rows.threadRow(), "messages").body(body),
        answer -> answer.fields().id("message_id"),
        () -> client
            .messages()
            .find(thread.owner(), rows.threadRow(), item.message().id()));
  }

  private @Nullable String parentRow(MessageItem item, StoredRows rows) {
    MessageId parent = item.parentId();
    if (parent == null) {
      return null;
    }
    if (rows.get(parent).isEmpty()) {
      // Another client may have stored it since.
      client.messages().reread(thread, rows.threadRow());
    }
    return rows.get(parent)
        .map(Stored::rowId)
        .orElseThrow(
            () -> CloudException.missing("the message that the one to be stored stands below"));
  }

  /** The messages are stored, whatever comes of this; the next write tries again. */
  private void tellList(StoredRows rows) {
    String now = Timestamps.of(client.clock().instant());
    try {
      client.send(
          thread.owner(),
          CloudCall.put("threads", rows.threadRow()).body(Map.of("last_message_at", now)));
      rows.isListDue().set(false);
    } catch (CloudException failure) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Assistant Cloud did not take the time of the last message; the next write tells it again.",
          failure);
    }
  }
}
