package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.MessageId;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change in a {@link HistoryBatch}. */
public sealed interface HistoryEntry {

  /**
   * A new message. It keeps its place in the order of first append, whatever is updated later.
   *
   * @param item the message and its place
   */
  record Append(MessageItem item) implements HistoryEntry {
    /** Checks the field. */
    public Append {
      requireNonNull(item, "item");
    }
  }

  /**
   * A message that changed. If it was never appended, it is appended now (rule HIST-4).
   *
   * @param item the message and its place
   */
  record Update(MessageItem item) implements HistoryEntry {
    /** Checks the field. */
    public Update {
      requireNonNull(item, "item");
    }
  }

  /**
   * Messages that are gone, and those that moved up for it (rule TREE-13). An id that is not stored
   * is no error.
   *
   * @param removed the ids that go
   * @param reparented the messages that stand below another parent now
   */
  record Delete(List<MessageId> removed, List<Reparented> reparented) implements HistoryEntry {
    /** Copies both. */
    public Delete {
      removed = List.copyOf(removed);
      reparented = List.copyOf(reparented);
    }
  }

  /**
   * The last visible message (rule HIST-10).
   *
   * @param messageId the head, or {@code null} for none
   */
  record Head(@Nullable MessageId messageId) implements HistoryEntry {}
}
