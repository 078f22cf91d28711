package dev.antiphon.tree;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Json;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message and its place: what is stored, exported and imported (rule HIST-9).
 *
 * <p>Only the parent is named; children are derived, in creation order.
 */
public final class MessageItem {

  private final Message message;
  private final @Nullable MessageId parentId;
  private final @Nullable Map<String, Object> runConfig;
  private final @Nullable String idempotencyKey;

  private MessageItem(
      Message message,
      @Nullable MessageId parentId,
      @Nullable Map<String, Object> runConfig,
      @Nullable String idempotencyKey) {
    this.message = requireNonNull(message, "message");
    this.parentId = parentId;
    this.runConfig = runConfig;
    this.idempotencyKey = idempotencyKey;
  }

  /**
   * Returns a message at its place.
   *
   * @param message the message
   * @param parentId the message it stands below, or {@code null} for a root
   */
  public static MessageItem of(Message message, @Nullable MessageId parentId) {
    return new MessageItem(message, parentId, null, null);
  }

  /** Returns the message. */
  public Message message() {
    return message;
  }

  /** Returns the message it stands below, or {@code null} for a root. */
  public @Nullable MessageId parentId() {
    return parentId;
  }

  /** Returns the run config it was sent or made with, or {@code null}. */
  public @Nullable Map<String, Object> runConfig() {
    return runConfig;
  }

  /** Returns the key that makes a repeated send harmless (rule SEND-13), or {@code null}. */
  public @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  /**
   * Returns this item with another message.
   *
   * @param newMessage the message
   */
  public MessageItem withMessage(Message newMessage) {
    return new MessageItem(newMessage, parentId, runConfig, idempotencyKey);
  }

  /**
   * Returns this item below another parent.
   *
   * @param newParentId the parent, or {@code null} for a root
   */
  public MessageItem withParentId(@Nullable MessageId newParentId) {
    return new MessageItem(message, newParentId, runConfig, idempotencyKey);
  }

  /**
   * Returns this item with a run config.
   *
   * @param newRunConfig a JSON object, or {@code null}
   */
  public MessageItem withRunConfig(@Nullable Map<String, ?> newRunConfig) {
    return new MessageItem(
        message,
        parentId,
        newRunConfig == null ? null : Json.objectOf(newRunConfig, "runConfig"),
        idempotencyKey);
  }

  /**
   * Returns this item with an idempotency key.
   *
   * @param key up to 128 characters, or {@code null}
   */
  public MessageItem withIdempotencyKey(@Nullable String key) {
    if (key != null && (key.isEmpty() || key.length() > 128)) {
      throw new IllegalArgumentException(
          "An idempotency key has 1 to 128 characters, but this one has " + key.length() + ".");
    }
    return new MessageItem(message, parentId, runConfig, key);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MessageItem that
        && message.equals(that.message)
        && Objects.equals(parentId, that.parentId)
        && Objects.equals(runConfig, that.runConfig)
        && Objects.equals(idempotencyKey, that.idempotencyKey);
  }

  @Override
  public int hashCode() {
    return Objects.hash(message, parentId);
  }

  @Override
  public String toString() {
    return "MessageItem[" + message + " below " + parentId + "]";
  }
}
