package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.thread.Draft;
import java.util.Map;
import java.util.function.Consumer;

/** Sends another version of a message, and closes its editor (rules EDIT-3 to EDIT-5). */
final class EditDelivery implements DraftDelivery {

  private final Conversation thread;
  private final EditComposer editor;
  private final EditedContent original;
  private final boolean isUsers;

  /**
   * Makes one.
   *
   * @param original the parts of the message that is edited
   * @param role who speaks in the message that is edited
   */
  EditDelivery(Conversation thread, EditComposer editor, EditedContent original, Role role) {
    this.thread = thread;
    this.editor = editor;
    this.original = original;
    this.isUsers = role == Role.USER;
  }

  @Override
  public Message messageOf(Draft sent, MessageId id) {
    return isUsers
        ? DraftMessages.of(sent, id, thread.env.clock().instant())
        : DraftMessages.of(
            sent, original.with(sent.text()), id, thread.env.clock().instant());
  }

  /** Adds a sibling; the editor is closed when it is accepted, and not before. */
  @Override
  public Delivered deliver(
      Message message,
      DraftOrder order,
      Map<String, Object> composerMetadata,
      Consumer<Throwable> whenNotSent) {
    MessageId edited = editor.messageId();
    SendOptions options = order.options().toBuilder().sourceId(edited).build();
    thread.composers.closed(editor);
    try {
      if (order.runs()) {
        return new Delivered(
            thread.starter.send(message, options, edited, composerMetadata, whenNotSent), null);
      }
      MessageId parent = thread.writer.tree().item(edited).parentId();
      return new Delivered(
          null,
          thread.treeCommands.append(
              message, options.toBuilder().parent(parent).build(), composerMetadata, whenNotSent));
    } catch (RuntimeException refused) {
      thread.composers.reopened(editor);
      throw refused;
    }
  }

  @Override
  public void delivered() {
    // It is open again if the message could not even enter the tree.
    if (!editor.draft().isOpen()) {
      thread.composers.leave(editor.draft());
    }
  }

  @Override
  public void notSent(Draft unsent, int resetsAtSend) {
    thread.composers.editNotSent(editor, unsent);
  }
}
