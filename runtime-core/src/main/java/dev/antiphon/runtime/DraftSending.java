package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.thread.AttachmentNotReadyException;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.PendingAttachment;
import dev.antiphon.thread.ThreadEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One send of a composer, from the call until the thread has its message or it is given up (rules
 * COMP-3 to COMP-8). Confined to the writer.
 *
 * <pre>
 * begin ─ all complete ─────────────────────────────────────────▶ deliver
 *       └ waits for adds ─ completes what is ready ─ all complete ─▶ deliver
 *         one fails: words come back at once; over when no upload is under way any more
 * </pre>
 */
final class DraftSending {

  private final Conversation thread;
  private final LiveDraft draft;
  private final DraftDelivery delivery;
  private final DraftDelivery.DraftOrder order;

  /** Text, quote, role and run config at the moment of the call (rule COMP-4). */
  private final Draft words;

  /** The attachments of the call, without those that were removed since. */
  private final List<LiveAttachment> included;

  private final int resetsAtSend;
  private final ComposerSend handle;

  private boolean hasTakenWords;
  private boolean isCompleting;
  private boolean isDelivering;
  private boolean isOver;
  private @Nullable Throwable failure;

  DraftSending(
      Conversation thread, LiveDraft draft, SendOptions options, @Nullable Boolean startRun) {
    this.thread = thread;
    this.draft = draft;
    this.delivery = draft.delivery();
    Draft now = draft.content().draft(draft.newDraftId(), draft.edited());
    this.words = now.toBuilder().attachments(List.of()).build();
    this.included = new ArrayList<>(draft.attachments());
    this.resetsAtSend = draft.resets();
    boolean runs = startRun == null ? now.role() == Role.USER : startRun;
    this.order = new DraftDelivery.DraftOrder(withRunConfig(options, now), runs);
    this.handle = new ComposerSend(now, thread.writer.notifier()::excuseCurrentThread);
  }

  private static SendOptions withRunConfig(SendOptions options, Draft draft) {
    return options.runConfig() == null && !draft.runConfig().isEmpty()
        ? options.toBuilder().runConfig(draft.runConfig()).build()
        : options;
  }

  // ---- beginning

  /**
   * Sends the draft, or begins to wait for its attachments.
   *
   * @param composerMetadata what would be stamped into the message now
   * @throws AttachmentNotReadyException if an attachment failed before; nothing is changed then
   */
  ComposerSend begin(Map<String, Object> composerMetadata) {
    requireReady();
    // Found now, not when all is uploaded.
    delivery.messageOf(withPlaceholders(), new MessageId(words.id().value()));
    draft.sending(this);
    if (included.stream().allMatch(LiveAttachment::isComplete)) {
      try {
        deliver(composerMetadata);
      } catch (RuntimeException refused) {
        draft.sending(null);
        throw refused;
      }
    } else {
      hasTakenWords = true;
      draft.endDictation();
      draft.content().takeWords();
      draft.announce();
      step();
    }
    return handle;
  }

  private void requireReady() {
    if (included.stream().anyMatch(LiveAttachment::isStuck)) {
      throw notReady();
    }
  }

  private AttachmentNotReadyException notReady() {
    List<LiveAttachment> stuck =
        included.stream().filter(LiveAttachment::isStuck).toList();
    Throwable cause = stuck.stream()
        .map(LiveAttachment::failure)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
    return new AttachmentNotReadyException(
        stuck.stream().map(LiveAttachment::shown).toList(), cause);
  }

  /** Returns the draft as if everything were complete. */
  private Draft withPlaceholders() {
    return words.toBuilder()
        .attachments(included.stream()
            .map(LiveAttachment::shown)
            .map(each -> PendingAttachment.of(
                Attachment.builder(each.id(), each.type(), each.name()).build()))
            .toList())
        .build();
  }

  /** Returns the text and the quote that it has taken out of the composer, or null. */
  @Nullable
  Draft wordsUnderWay() {
    return hasTakenWords && failure == null && !isOver ? words : null;
  }

  // ---- waiting

  /** Leaves an attachment out that was removed. */
  void leaveOut(LiveAttachment attachment) {
    included.remove(attachment);
  }

  /** Goes on as far as the attachments let it; called whenever one of them moved. */
  void step() {
    if (isOver || isDelivering) {
      return;
    }
    if (failure == null && included.stream().anyMatch(LiveAttachment::isStuck)) {
      fail(notReady());
    }
    if (failure != null) {
      endFailed();
    } else if (isNothingLeft()) {
      fail(new CancellationException("Nothing is left to send: all attachments were removed."));
      endFailed();
    } else if (included.stream().noneMatch(LiveAttachment::isBeingAdded)) {
      completeOrDeliver();
    }
  }

  private boolean isNothingLeft() {
    return included.isEmpty() && words.text().isBlank();
  }

  private void completeOrDeliver() {
    if (!isCompleting) {
      isCompleting = true;
      included.stream()
          .filter(LiveAttachment::isReady)
          .forEach(attachment -> thread.composers.attachments().complete(draft, attachment));
    }
    if (included.stream().noneMatch(LiveAttachment::isBusy)) {
      isDelivering = true;
      thread.writer.inBackground(this::deliverLate);
    }
  }

  /** Words come back at once; the attachments are here still (rule COMP-6). */
  private void fail(Throwable cause) {
    failure = cause;
    draft.unsent().giveWordsBack(words, ErrorInfo.from(cause));
  }

  /** Lets the composer send again when no upload of this send is under way. */
  private void endFailed() {
    if (included.stream().noneMatch(LiveAttachment::isBusy)) {
      end(Objects.requireNonNull(failure));
    }
  }

  private void end(Throwable cause) {
    isOver = true;
    draft.sending(null);
    draft.announce();
    thread.writer.inBackground(() -> handle.refused(cause));
  }

  // ---- giving up

  /** Forgets it: its words are not wanted any more (rule COMP-11). */
  void drop(String why) {
    end(failure != null ? failure : new CancellationException(why));
  }

  /** Gives its words back and ends it: the thread goes. */
  void abandon(String why) {
    if (failure == null) {
      fail(new CancellationException(why));
    }
    end(Objects.requireNonNull(failure));
  }

  // ---- delivering

  /** Asks the providers of metadata under no lock, since they are foreign code (rule SEND-11). */
  private void deliverLate() {
    Map<String, Object> composerMetadata = thread.contexts.composerMetadata();
    thread.writer.run(() -> {
      isDelivering = false;
      if (isOver) {
        return;
      }
      try {
        requireSomething();
        deliver(composerMetadata);
      } catch (RuntimeException refused) {
        fail(refused);
        end(refused);
      }
    });
  }

  private void requireSomething() {
    if (isNothingLeft()) {
      throw new CancellationException("Nothing is left to send: all attachments were removed.");
    }
  }

  /**
   * Gives the message to the thread.
   *
   * @throws RuntimeException if it is refused; the draft is as it was then
   */
  private void deliver(Map<String, Object> composerMetadata) {
    Draft sent = words.toBuilder()
        .attachments(included.stream().map(LiveAttachment::shown).toList())
        .build();
    DraftContent content = draft.content();
    Draft before = content.draft(words.id(), draft.edited());
    List<LiveAttachment> attachmentsBefore = List.copyOf(content.attachments);
    Message message = delivery.messageOf(sent, thread.newMessageId());
    if (!hasTakenWords) {
      content.takeWords();
    }
    content.attachments.removeAll(included);
    DraftDelivery.Delivered delivered;
    try {
      delivered = delivery.deliver(message, order, composerMetadata, cause -> notSent(sent, cause));
    } catch (RuntimeException refused) {
      content.putWords(before);
      content.attachments.clear();
      content.attachments.addAll(attachmentsBefore);
      throw refused;
    }
    isOver = true;
    draft.sending(null);
    if (!hasTakenWords) {
      draft.endDictation();
    }
    draft.announce();
    Run run = delivered.run();
    draft.emit(
        header -> new ThreadEvent.ComposerSent(header, message.id()),
        run == null ? null : run.id());
    delivery.delivered();
    handle.accepted(sent, delivered);
    thread.writer.inBackground(handle::announceAccepted);
  }

  private void notSent(Draft sent, Throwable cause) {
    Draft unsent =
        sent.toBuilder().error(ErrorInfo.from(cause, ErrorInfo.STORAGE)).build();
    delivery.notSent(unsent, resetsAtSend);
  }
}
