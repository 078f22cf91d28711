package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.DraftId;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import dev.antiphon.thread.ComposerState;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.EditClosedException;
import dev.antiphon.thread.EventHeader;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is being written in one composer: that of the thread, or the editor of a message. Confined
 * to the writer; {@link #state()} alone may be read by anyone.
 */
final class LiveDraft {

  private final Conversation thread;
  private final @Nullable MessageId edited;
  private final DraftContent content;
  private final UnsentDrafts unsent;

  private @Nullable DraftDelivery delivery;
  private DraftDictation dictation = DraftDictation.NONE;
  private @Nullable DraftSending sending;
  private int resets;
  private boolean isOpen = true;

  private volatile ComposerState shown;

  /**
   * Makes one.
   *
   * @param edited the message that is edited; null for the composer of the thread
   * @param content what it begins with
   */
  LiveDraft(Conversation thread, @Nullable MessageId edited, DraftContent content) {
    this.thread = thread;
    this.edited = edited;
    this.content = content;
    this.unsent = new UnsentDrafts(thread, this);
    this.shown = content.shown(edited);
  }

  /** Sets how it gets into the thread; called once, before it is used. */
  void delivery(DraftDelivery how) {
    delivery = how;
  }

  DraftDelivery delivery() {
    return requireNonNull(delivery, "delivery");
  }

  // ---- what is known of it

  /** Returns it as it was last announced. */
  ComposerState state() {
    return shown;
  }

  @Nullable
  MessageId edited() {
    return edited;
  }

  DraftContent content() {
    return content;
  }

  /** Returns what brings back what was not sent. */
  UnsentDrafts unsent() {
    return unsent;
  }

  /** Counts the resets, so that what was sent before one does not come back after it. */
  int resets() {
    return resets;
  }

  boolean isOpen() {
    return isOpen;
  }

  /** As {@link #isOpen}, for anyone. */
  boolean isOpenNow() {
    return thread.writer.apply(this::isOpen);
  }

  @Nullable
  DraftSending sending() {
    return sending;
  }

  /** Returns whether something can be sent (rules COMP-2 and EDIT-6). */
  boolean canSend() {
    return isOpen && sending == null && !content.shown(edited).isEmpty();
  }

  /** Returns whether nothing is lost if it goes. */
  boolean isUntouched() {
    return content.isUntouched()
        && content.unsent().isEmpty()
        && sending == null
        && !dictation.isLive();
  }

  /** Returns what is written here and was not sent, as values; what waits for uploads included. */
  List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>(content.unsent());
    @Nullable Draft underWay = sending == null ? null : sending.wordsUnderWay();
    if (underWay != null) {
      drafts.add(underWay);
    }
    if (!content.isVacant()) {
      drafts.add(content.draft(newDraftId(), edited));
    }
    return drafts;
  }

  // ---- commands

  /**
   * Refuses a command that the composer cannot take. Called under the writer.
   *
   * @throws EditClosedException if it is an editor that is closed
   */
  void check(String command) {
    thread.checkOpen(command);
    if (edited != null && !isOpen) {
      throw new EditClosedException(edited);
    }
  }

  /** As {@link #check}, for a command that has something to ask before it takes the lock. */
  void requireOpen(String command) {
    thread.writer.run(() -> check(command));
  }

  /** Changes something and announces it. */
  void change(String command, Runnable change) {
    thread.writer.run(() -> {
      check(command);
      change.run();
      announce();
    });
  }

  /** Somebody typed. */
  void type(String text) {
    if (!text.equals(content.text)) {
      content.text = text;
      dictation.typed();
    }
  }

  /** The text is another one, and nobody dictated it. */
  void typed() {
    dictation.typed();
  }

  /** Clears everything but what was not sent (rule COMP-11). */
  CompletionStage<Void> reset() {
    return thread.writer.apply(() -> {
      check("reset");
      resets++;
      DraftSending dropped = sending;
      if (dropped != null) {
        dropped.drop("The composer was reset before its attachments were complete.");
      }
      content.clear();
      dictation.end();
      CompletionStage<Void> gone = thread.composers.removal().removeAll(this);
      announce();
      return gone;
    });
  }

  /** Removes all attachments (rule COMP-11). */
  CompletionStage<Void> clearAttachments() {
    return thread.writer.apply(() -> {
      check("clearAttachments");
      CompletionStage<Void> gone = thread.composers.removal().removeAll(this);
      announce();
      attachmentsMoved();
      return gone;
    });
  }

  // ---- attachments

  List<LiveAttachment> attachments() {
    return List.copyOf(content.attachments);
  }

  @Nullable
  LiveAttachment attachment(AttachmentId id) {
    return content.attachments.stream()
        .filter(attachment -> attachment.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  boolean has(AttachmentId id) {
    return attachment(id) != null;
  }

  /** Returns whether an attachment was here and was removed. */
  boolean hasSeen(AttachmentId id) {
    return content.removed.contains(id);
  }

  AttachmentId newAttachmentId() {
    AttachmentId id = new AttachmentId(thread.env.ids().next("att"));
    while (has(id) || hasSeen(id)) {
      id = new AttachmentId(thread.env.ids().next("att"));
    }
    return id;
  }

  void attach(LiveAttachment attachment) {
    content.attachments.add(attachment);
    content.removed.remove(attachment.id());
  }

  /** Takes an attachment out that is removed; returns where it was. */
  int detach(LiveAttachment attachment) {
    int place = content.attachments.indexOf(attachment);
    content.attachments.remove(attachment);
    content.removed.add(attachment.id());
    if (sending != null) {
      sending.leaveOut(attachment);
    }
    return place;
  }

  void replace(LiveAttachment attachment, LiveAttachment replacement) {
    content.attachments.set(content.attachments.indexOf(attachment), replacement);
  }

  /** Puts an attachment back that could not be removed. */
  void putBack(LiveAttachment attachment, int place) {
    content.attachments.add(Math.min(place, content.attachments.size()), attachment);
    content.removed.remove(attachment.id());
  }

  /** An upload ended, or an attachment was removed: a send may have waited for it. */
  void attachmentsMoved() {
    if (sending != null) {
      sending.step();
    }
  }

  // ---- sending

  void sending(@Nullable DraftSending underWay) {
    sending = underWay;
  }

  DraftId newDraftId() {
    return new DraftId(thread.env.ids().next("drf"));
  }

  /** Puts a suggestion in, in place of the text or behind it (rule SUGG-5). */
  void suggest(Suggestion suggestion, boolean isAppended) {
    change("suggest", () -> {
      String before = isAppended && !content.text.isBlank() ? content.text : "";
      type(SpacedText.join(before, suggestion.prompt()));
    });
  }

  /** Clears the words for those of a suggestion, which are sent in their place (rule SUGG-5). */
  void clearForSuggestion() {
    content.takeWords();
    dictation.typed();
    announce();
  }

  // ---- dictation

  /** Sets who dictates; the one before has ended. */
  void dictation(DraftDictation dictates) {
    dictation = dictates;
  }

  /** Stops a dictation under way, if there is one; returns what ends when it has. */
  CompletionStage<Void> stopDictation() {
    return thread.writer.apply(() -> {
      check("stopDictation");
      return dictation.stop();
    });
  }

  /** Ends a dictation under way. */
  void endDictation() {
    dictation.end();
  }

  /** Shows what is dictated; it does not count as typed. The caller announces it. */
  void dictated(String text) {
    content.text = text;
  }

  // ---- opening and closing

  /** Closes an editor; what is in it stays until it is opened again. */
  void close() {
    isOpen = false;
  }

  /** Opens an editor again. */
  void reopen() {
    isOpen = true;
  }

  /** Empties an editor that is closed; {@link #state()} tells what was in it. */
  ComposerState conceal() {
    ComposerState left = shownNow();
    shown = left;
    content.clear();
    content.unsent().clear();
    return left;
  }

  // ---- events

  /** Announces what changed since the last time, if anything did. */
  void announce() {
    ComposerState now = shownNow();
    if (!now.equals(shown)) {
      shown = now;
      emit(header -> new ThreadEvent.ComposerChanged(header, now));
    }
  }

  private ComposerState shownNow() {
    return content.shown(edited).toBuilder()
        .isSending(sending != null)
        .dictation(dictation.state())
        .build();
  }

  void emit(Function<EventHeader, ThreadEvent> event) {
    emit(event, null);
  }

  void emit(Function<EventHeader, ThreadEvent> event, @Nullable RunId runId) {
    thread.writer.emit(event, runId, edited, null);
  }
}
