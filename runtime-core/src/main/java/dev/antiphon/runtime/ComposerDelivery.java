package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.thread.Draft;
import java.util.Map;
import java.util.function.Consumer;

/** Sends what is written in the composer of a thread (rules COMP-7 and COMP-8). */
final class ComposerDelivery implements DraftDelivery {

  private final Conversation thread;
  private final LiveDraft draft;

  ComposerDelivery(Conversation thread, LiveDraft draft) {
    this.thread = thread;
    this.draft = draft;
  }

  @Override
  public Message messageOf(Draft sent, MessageId id) {
    return DraftMessages.of(sent, id, thread.env.clock().instant());
  }

  @Override
  public Delivered deliver(
      Message message,
      DraftOrder order,
      Map<String, Object> composerMetadata,
      Consumer<Throwable> whenNotSent) {
    return order.runs()
        ? new Delivered(
            thread.starter.send(message, order.options(), null, composerMetadata, whenNotSent),
            null)
        : new Delivered(
            null,
            thread.treeCommands.append(message, order.options(), composerMetadata, whenNotSent));
  }

  @Override
  public void notSent(Draft unsent, int resetsAtSend) {
    draft.unsent().giveBack(unsent, resetsAtSend);
  }
}
