package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.port.StorageException;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.spi.json.MessageJson;
import dev.antiphon.tree.MessageItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as a row of {@code antiphon_message}, without its place in the order.
 *
 * @param messageId the escaped id
 * @param parentId the escaped parent's id, or {@code null}
 * @param content antiphon/v1
 * @param runConfig a JSON object, or {@code null}
 * @param idempotencyKey escaped, or {@code null}
 */
record MessageRow(
    String messageId,
    @Nullable String parentId,
    String content,
    @Nullable String runConfig,
    @Nullable String idempotencyKey) {

  private static final MessageJson MESSAGES = new MessageJson();
  private static final JacksonJson VALUES = new JacksonJson();

  /**
   * Returns a message as a row.
   *
   * @throws StorageException if it could not be read again: {@code too-large}
   */
  static MessageRow of(MessageItem item) {
    Message message = item.message();
    MessageId parent = item.parentId();
    Map<String, Object> runConfig = item.runConfig();
    try {
      return new MessageRow(
          KeyText.write(message.id().value()),
          parent == null ? null : KeyText.write(parent.value()),
          MESSAGES.write(message),
          runConfig == null ? null : VALUES.write(runConfig),
          KeyText.writeNullable(item.idempotencyKey()));
    } catch (ChatRuntimeException | IllegalArgumentException beyond) {
      throw new StorageException(
          "too-large", "Cannot store a message: " + beyond.getMessage(), false, beyond);
    }
  }

  /** Reads the current row of {@link Sql#LOAD_THREAD}. */
  static MessageRow read(ResultSet row) throws SQLException {
    return new MessageRow(
        row.getString(4), row.getString(5), row.getString(6), row.getString(7), row.getString(8));
  }

  /**
   * Returns the message, or why it cannot be read.
   *
   * @param placeholderId the id of a message whose own is none
   */
  StoredMessage toStored(String placeholderId) {
    MessageId parent = idOf(parentId);
    MessageId id = idOf(messageId);
    if (id == null) {
      return new StoredMessage.Unreadable(
          new MessageId(placeholderId), parent, "Its id is not one of 1 to 128 characters.");
    }
    try {
      Message message = MESSAGES.read(content);
      if (!message.id().equals(id)) {
        return new StoredMessage.Unreadable(id, parent, "Its content is that of another message.");
      }
      return new StoredMessage.Intact(MessageItem.of(message, parent)
          .withRunConfig(runConfigOf(runConfig))
          .withIdempotencyKey(idempotencyKey == null ? null : KeyText.read(idempotencyKey)));
    } catch (ChatRuntimeException unreadable) {
      return new StoredMessage.Unreadable(id, parent, unreadable.info().message());
    } catch (RuntimeException unreadable) {
      return new StoredMessage.Unreadable(
          id, parent, "Reading it failed with " + unreadable.getClass().getSimpleName() + ".");
    }
  }

  private static @Nullable MessageId idOf(@Nullable String stored) {
    try {
      return stored == null ? null : new MessageId(KeyText.read(stored));
    } catch (IllegalArgumentException changedByHand) {
      return null;
    }
  }

  @SuppressWarnings("unchecked") // an object's keys are strings
  private static @Nullable Map<String, Object> runConfigOf(@Nullable String json) {
    return json == null ? null : (Map<String, Object>) requireNonNull(VALUES.parse(json));
  }
}
