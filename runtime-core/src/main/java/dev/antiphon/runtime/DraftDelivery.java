package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.thread.Draft;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How the drafts of a composer get into the thread. Called under the writer. */
interface DraftDelivery {

  /**
   * Returns the message of a draft.
   *
   * @param draft the draft; its attachments are complete
   * @throws dev.antiphon.message.InvalidMessageException if the role may not have what it says
   */
  Message messageOf(Draft draft, MessageId id);

  /**
   * Gives a message to the thread.
   *
   * @param composerMetadata what is stamped into it
   * @param whenNotSent called under the writer if it cannot be stored, perhaps at once
   * @return what came of it
   * @throws RuntimeException if the thread refuses it; then nothing was changed
   */
  Delivered deliver(
      Message message,
      DraftOrder order,
      Map<String, Object> composerMetadata,
      Consumer<Throwable> whenNotSent);

  /** The message was accepted: says what follows from that for the composer. */
  default void delivered() {}

  /** A message that was accepted was not sent (rules COMP-8 and EDIT-5). */
  void notSent(Draft draft, int resetsAtSend);

  /**
   * What is asked of a send.
   *
   * @param options when it is sent, and how its run is to be
   * @param runs whether a run starts
   */
  record DraftOrder(SendOptions options, boolean runs) {}

  /**
   * What came of a send.
   *
   * @param run the run; null if none starts
   * @param stored ends when a message without a run is stored; null with a run
   */
  record Delivered(@Nullable Run run, @Nullable CompletionStage<Void> stored) {}
}
