package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.MessageId;
import dev.antiphon.tree.MessageItem;
import org.jspecify.annotations.Nullable;

/** One stored message, readable or not (rule LOAD-4). */
public sealed interface StoredMessage {

  /** Returns the message's id. */
  MessageId id();

  /** Returns the message it stands below, or {@code null} for a root. */
  @Nullable
  MessageId parentId();

  /**
   * A message that could be read.
   *
   * @param item the message and its place
   */
  record Intact(MessageItem item) implements StoredMessage {
    /** Checks the field. */
    public Intact {
      requireNonNull(item, "item");
    }

    @Override
    public MessageId id() {
      return item.message().id();
    }

    @Override
    public @Nullable MessageId parentId() {
      return item.parentId();
    }
  }

  /**
   * A message that is stored but cannot be read. The thread shows a placeholder with its id, parent
   * and children, which is never sent to a model and never written back.
   *
   * @param id the message's id
   * @param parentId the message it stands below, or {@code null} for a root
   * @param problem why it cannot be read, without its content
   */
  record Unreadable(MessageId id, @Nullable MessageId parentId, String problem)
      implements StoredMessage {
    /** Checks the fields. */
    public Unreadable {
      requireNonNull(id, "id");
      requireNonNull(problem, "problem");
    }
  }
}
