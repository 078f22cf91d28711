package dev.antiphon.cloud;

import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.MessageId;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.spi.json.AuiV0Json;
import dev.antiphon.spi.json.MessageFormatException;
import dev.antiphon.tree.MessageItem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of rows: a message in the form {@code aui/v0}, with what the row has no place for in
 * one entry of {@code metadata.custom}. The entry goes when the row is read.
 */
final class RowContent {

  /** The entry of ours; if a message has one of that name, it stands inside. */
  static final String ENTRY = "antiphon";

  private static final String ID = "id";
  private static final String VERSION = "version";
  private static final String CREATED_AT = "createdAt";
  private static final String RUN_CONFIG = "runConfig";
  private static final String IDEMPOTENCY_KEY = "idempotencyKey";
  private static final String CUSTOM = "custom";
  private static final int MAX_ID = 128;

  private static final AuiV0Json FORM = new AuiV0Json();

  private RowContent() {}

  /**
   * Returns the content of an item, without a version.
   *
   * @throws StorageException if the form cannot express it
   */
  static Map<String, Object> of(MessageItem item) {
    Map<String, Object> content;
    try {
      content = new LinkedHashMap<>(FORM.encode(item.message()));
    } catch (MessageFormatException inexpressible) {
      throw new StorageException(
          "schema",
          "Assistant Cloud cannot keep the message: " + inexpressible.getMessage(),
          false,
          inexpressible);
    }
    Map<String, Object> metadata = copy(content.get("metadata"));
    Map<String, Object> custom = copy(metadata.get(CUSTOM));
    custom.put(ENTRY, entry(item, custom));
    metadata.put(CUSTOM, custom);
    content.put("metadata", metadata);
    return content;
  }

  /**
   * Returns a content with a version.
   *
   * @param content what {@link #of} gave
   * @param version how often it was written, this time included
   */
  static Map<String, Object> withVersion(Map<String, Object> content, long version) {
    Map<String, Object> metadata = copy(content.get("metadata"));
    Map<String, Object> custom = copy(metadata.get(CUSTOM));
    Map<String, Object> entry = copy(custom.get(ENTRY));
    entry.put(VERSION, version);
    custom.put(ENTRY, entry);
    metadata.put(CUSTOM, custom);
    Map<String, Object> versioned = new LinkedHashMap<>(content);
    versioned.put("metadata", metadata);
    return versioned;
  }

  private static Map<String, @Nullable Object> entry(MessageItem item, Map<String, Object> custom) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put(ID, item.message().id().value());
    entry.put(CREATED_AT, item.message().createdAt().toString());
    if (item.runConfig() != null) {
      entry.put(RUN_CONFIG, item.runConfig());
    }
    if (item.idempotencyKey() != null) {
      entry.put(IDEMPOTENCY_KEY, item.idempotencyKey());
    }
    if (custom.containsKey(ENTRY)) {
      entry.put(CUSTOM, custom.get(ENTRY));
    }
    return entry;
  }

  /** Returns the id that a row's message was written with, or else the row's. */
  static MessageId idOf(MessageRow row) {
    Map<String, Object> entry = entryOf(row);
    return new MessageId(entry != null && entry.get(ID) instanceof String id ? id : row.id());
  }

  /** Returns how often a row's message was written, as far as we did. */
  static long versionOf(MessageRow row) {
    Map<String, Object> entry = entryOf(row);
    return entry != null && entry.get(VERSION) instanceof Number version ? version.longValue() : 0;
  }

  /** Returns the message of a row. */
  static StoredMessage read(MessageRow row, MessageId id, @Nullable MessageId parentId) {
    Map<String, Object> content = row.content();
    if (content == null) {
      return new StoredMessage.Unreadable(id, parentId, "the content of its row is no object");
    }
    try {
      Map<String, Object> entry = entryOf(row);
      return new StoredMessage.Intact(
          entry == null
              ? MessageItem.of(FORM.decode(content, id, row.createdAt()), parentId)
              : item(content, entry, row.createdAt(), id, parentId));
    } catch (MessageFormatException
        | InvalidMessageException
        | IllegalArgumentException
        | DateTimeException unreadable) {
      return new StoredMessage.Unreadable(id, parentId, String.valueOf(unreadable.getMessage()));
    }
  }

  private static MessageItem item(
      Map<String, Object> content,
      Map<String, Object> entry,
      Instant rowCreatedAt,
      MessageId id,
      @Nullable MessageId parentId) {
    Instant createdAt =
        entry.get(CREATED_AT) instanceof String time ? Instant.parse(time) : rowCreatedAt;
    MessageItem item =
        MessageItem.of(FORM.decode(withoutEntry(content, entry), id, createdAt), parentId);
    if (entry.get(RUN_CONFIG) instanceof Map<?, ?>) {
      item = item.withRunConfig(copy(entry.get(RUN_CONFIG)));
    }
    return entry.get(IDEMPOTENCY_KEY) instanceof String key ? item.withIdempotencyKey(key) : item;
  }

  private static Map<String, Object> withoutEntry(
      Map<String, Object> content, Map<String, Object> entry) {
    Map<String, Object> metadata = copy(content.get("metadata"));
    Map<String, @Nullable Object> custom = copy(metadata.get(CUSTOM));
    if (entry.containsKey(CUSTOM)) {
      custom.put(ENTRY, entry.get(CUSTOM));
    } else {
      custom.remove(ENTRY);
    }
    metadata.put(CUSTOM, custom);
    Map<String, Object> plain = new LinkedHashMap<>(content);
    plain.put("metadata", metadata);
    return plain;
  }

  /** Returns our entry, or {@code null} if the row has none. */
  private static @Nullable Map<String, Object> entryOf(MessageRow row) {
    if (row.content() != null
        && row.content().get("metadata") instanceof Map<?, ?> metadata
        && metadata.get(CUSTOM) instanceof Map<?, ?> custom
        && custom.get(ENTRY) instanceof Map<?, ?> entry
        && entry.get(ID) instanceof String id
        && !id.isEmpty()
        && id.length() <= MAX_ID) {
      return asObject(entry);
    }
    return null;
  }

  private static Map<String, Object> copy(@Nullable Object object) {
    return object instanceof Map<?, ?> map
        ? new LinkedHashMap<>(asObject(map))
        : new LinkedHashMap<>();
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private static Map<String, Object> asObject(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
