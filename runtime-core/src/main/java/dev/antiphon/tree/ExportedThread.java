package dev.antiphon.tree;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
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

  /**
   * Returns a thread that is one chain of messages as they may be given (rule TREE-20).
   *
   * @param inputs the messages, first to last; ids are made where they are missing
   * @param completion supplies what the inputs leave out
   * @throws ImportException if an id is double or a message is invalid; lists every problem
   */
  public static ExportedThread chain(
      List<MessageInput> inputs, MessageInput.Completion completion) {
    return ThreadAssembly.chain(inputs, completion);
  }

  /**
   * Returns a thread of messages as they may be given, each with its parent (rule TREE-20). Parents
   * may come after children.
   *
   * @param head the last visible message
   * @param inputs the messages and their places; all with ids
   * @param completion supplies what the inputs leave out
   * @throws ImportException if an id is missing or double, a message is invalid, a parent is
   *     missing, parents form a cycle, or the head is unknown; lists every problem
   */
  public static ExportedThread of(
      Head head, List<InputItem> inputs, MessageInput.Completion completion) {
    return ThreadAssembly.tree(head, inputs, completion);
  }
}
