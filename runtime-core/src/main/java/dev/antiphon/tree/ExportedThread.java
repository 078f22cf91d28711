package dev.antiphon.tree;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole thread as a value: what {@code export} gives and {@code import} takes.
 *
 * @param head the last visible message
 * @param items the messages and their places; parents first when exported, in any order when
 *     imported
 */
public record ExportedThread(Head head, List<MessageItem> items) {

  /** Checks the fields and copies the list. */
  public ExportedThread {
    requireNonNull(head, "head");
    items = List.copyOf(items);
  }

  /**
   * Returns a thread that is one chain (rule TREE-20).
   *
   * @param messages the messages, first to last
   */
  public static ExportedThread chain(List<Message> messages) {
    List<MessageItem> items = new ArrayList<>(messages.size());
    MessageId parent = null;
    for (Message message : messages) {
      items.add(MessageItem.of(message, parent));
      parent = message.id();
    }
    return new ExportedThread(Head.ABSENT, items);
  }
}
