package dev.antiphon.testing;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.tree.MessageItem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes small messages with given ids. */
public final class TestMessages {

  /** When all of them were made. */
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private TestMessages() {}

  /**
   * Returns an id.
   *
   * @param value the id
   */
  public static MessageId id(String value) {
    return new MessageId(value);
  }

  /**
   * Returns a user message whose text is its id.
   *
   * @param id the id
   */
  public static Message user(String id) {
    return user(id, id);
  }

  /**
   * Returns a user message.
   *
   * @param id the id
   * @param text the text
   */
  public static Message user(String id, String text) {
    return Message.builder(id(id), Role.USER, NOW).text(text).build();
  }

  /**
   * Returns an assistant message, complete for an unknown reason.
   *
   * @param id the id
   * @param text the text
   */
  public static Message assistant(String id, String text) {
    return Message.builder(id(id), Role.ASSISTANT, NOW).text(text).build();
  }

  /**
   * Returns a user message at its place.
   *
   * @param id the id, which is its text too
   * @param parent the parent's id, or {@code null} for a root
   */
  public static MessageItem item(String id, @Nullable String parent) {
    return MessageItem.of(user(id), parent == null ? null : id(parent));
  }
}
