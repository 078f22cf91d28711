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

  /** A message, made ready: what comes of it, and a hash that tells whether it changed. */
  private record Outgoing(MessageItem item, Map<String, Object> content, String hash) {

    static Outgoing of(MessageItem item) {
      Map<String, Object> content = RowContent.of(item);
      return new Outgoing(item, content, ContentHash.of(content));
    }

    MessageId id() {
      return item.message().id();
    }
  }

  private static final System.Logger LOG = System.getLogger(BatchWrite.class.getName());

  private final CloudClient client;
  private final ThreadKey thread;
  private final List<Outgoing> items;

  private BatchWrite(CloudClient client, ThreadKey thread, List<Outgoing> items) {
    this.client = client;
    this.thread = thread;
    this.items = items;
  }

  static BatchWrite of(CloudClient client, ThreadKey thread, HistoryBatch batch) {
    List<Outgoing> items = new ArrayList<>();
    for (HistoryEntry entry : batch.entries()) {
      if (entry instanceof HistoryEntry.Append append) {
        items.add(Outgoing.of(append.item()));
      } else if (entry instanceof HistoryEntry.Update update) {
        items.add(Outgoing.of(update.item()));
      } else if (entry instanceof HistoryEntry.Delete) {
        throw new StorageException(
            "schema",
            "Assistant Cloud has no call that deletes or moves a message, which is why this history does not declare DELETE.",
            false,
            null);
      }
    }
    return new BatchWrite(client, thread, items);
  }

  void run() {
    if (items.isEmpty()) {
      return;
    }
    StoredRows rows = client.messages().of(thread, threadRow());
    try {
      for (Outgoing each : items) {
        store(each, rows);
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
    for (Outgoing each : items) {
      MessageId parent = each.item().parentId();
      if (parent != null && !known.contains(parent)) {
        return true;
      }
      known.add(each.id());
    }
    return false;
  }

  private void store(Outgoing outgoing, StoredRows rows) {
    Optional<Stored> known = rows.get(outgoing.id());
    if (known.isPresent() && outgoing.hash().equals(known.get().content())) {
      return;
    }
    long version = known.map(Stored::version).orElse(0L) + 1;
    Map<String, Object> content = RowContent.withVersion(outgoing.content(), version);
    String row;
    if (known.isPresent()) {
      row = known.get().rowId();
      client.send(
          thread.owner(),
          CloudCall.put("threads", rows.threadRow(), "messages", row)
              .body(Map.of("content", content)));
    } else {
      row = append(outgoing, content, rows);
      rows.isListDue().set(true);
    }
    rows.put(outgoing.id(), new Stored(row, version, outgoing.hash()));
  }

  private String append(Outgoing outgoing, Map<String, Object> content, StoredRows rows) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("parent_id", parentRow(outgoing.item(), rows));
    body.put("format", AuiV0Json.FORM);
    body.put("content", content);
    return client.create(
        thread.owner(),
        CloudCall.post("threads", rows.threadRow(), "messages").body(body),
        answer -> answer.fields().id("message_id"),
        () -> client.messages().find(thread.owner(), rows.threadRow(), outgoing.id()));
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
