package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;

/**
 * Where another version of a message is written (rules EDIT-1 to EDIT-7). It begins with what the
 * message says. Sending adds a sibling of the message and closes the editor; cancel closes it too,
 * and so does deleting the message, an import or a reset of the thread.
 *
 * <p>Every command of a closed editor throws {@code EditClosedException}; {@link #state} still
 * tells what was written. An editor whose message could not be sent is open again, with its draft.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, listeners included.
 */
public final class EditComposer extends Composer {

  private final LiveDraft draft;
  private final MessageId messageId;

  EditComposer(LiveThread live, LiveDraft draft, MessageId messageId) {
    super(live);
    this.draft = draft;
    this.messageId = messageId;
  }

  @Override
  LiveDraft draftIn(Conversation thread) {
    return draft;
  }

  LiveDraft draft() {
    return draft;
  }

  /** Returns the message that is edited. */
  public MessageId messageId() {
    return messageId;
  }

  /** Returns whether it is open. */
  @Override
  public boolean isEditing() {
    return draft.isOpenNow();
  }

  /** Returns whether it can be cancelled: always, while it is open (rule EDIT-6). */
  @Override
  public boolean canCancel() {
    return isEditing();
  }

  /** Closes the editor: uploads stop, and adapters take back what they did (rule EDIT-6). */
  @Override
  public void cancel() {
    run(thread -> thread.composers.cancel(this));
  }

  @Override
  public String toString() {
    return "EditComposer[" + messageId + "]";
  }
}
