package dev.antiphon.runtime;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.Message;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.PendingAttachment;
import dev.antiphon.thread.ReadOnlyException;
import dev.antiphon.thread.UnknownAttachmentException;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes attachments out of drafts (rules ATT-4 and ATT-6). One is out of sight at once; its adapter
 * takes back what it did for it when it has come back from whatever it does.
 */
final class AttachmentRemoval {

  private final Conversation thread;
  private int underWay;

  AttachmentRemoval(Conversation thread) {
    this.thread = thread;
  }

  /** Returns whether an adapter is still asked to take something back. */
  boolean isUnderWay() {
    return underWay > 0;
  }

  /** Removes one attachment. Removing twice does nothing. */
  CompletionStage<Void> remove(LiveDraft draft, AttachmentId id) {
    return thread.writer.apply(() -> {
      draft.check("removeAttachment");
      LiveAttachment attachment = draft.attachment(id);
      if (attachment == null) {
        requireSeen(draft, id);
        return CompletableFuture.completedStage(null);
      }
      int place = draft.detach(attachment);
      CompletionStage<Void> gone = takeBack(draft, attachment, place);
      draft.announce();
      draft.attachmentsMoved();
      return gone;
    });
  }

  /** Removes one attachment by its place. */
  CompletionStage<Void> remove(LiveDraft draft, int index) {
    return thread.writer.apply(() -> {
      draft.check("removeAttachment");
      return remove(draft, draft.state().attachment(index).id());
    });
  }

  /** Removes all attachments of a draft; the caller announces it. None of them comes back. */
  CompletionStage<Void> removeAll(LiveDraft draft) {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (LiveAttachment attachment : draft.attachments()) {
      draft.detach(attachment);
      ends.add(takeBack(draft, attachment, null).toCompletableFuture());
    }
    return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).minimalCompletionStage();
  }

  /** Stops what adapters do for a draft that stays; what is not ready shows an error. */
  void stopUploads(LiveDraft draft) {
    for (LiveAttachment attachment : draft.attachments()) {
      if (attachment.isBusy()) {
        LiveAttachment stopped =
            LiveAttachment.still(attachment.shown(), attachment.adapter, thread.env.executor());
        stopped.showError("The upload was stopped. Attach it again.");
        draft.replace(attachment, stopped);
        cancel(attachment, "The upload was stopped.");
      }
    }
  }

  private void cancel(LiveAttachment attachment, String why) {
    attachment.take();
    thread.writer.afterwards(attachment.cancellation()::fire);
    thread.writer.inBackground(
        () -> attachment.added.completeExceptionally(new CancellationException(why)));
  }

  private void requireSeen(LiveDraft draft, AttachmentId id) {
    if (draft.hasSeen(id)) {
      return;
    }
    for (MessageItem item : thread.writer.tree().export().items()) {
      if (hasAttachment(item.message(), id)) {
        throw new ReadOnlyException("removeAttachment of a sent message");
      }
    }
    throw new UnknownAttachmentException(id.value());
  }

  private static boolean hasAttachment(Message message, AttachmentId id) {
    return message.attachments().stream().map(Attachment::id).anyMatch(id::equals);
  }

  /**
   * Cancels what is done for an attachment that is out of its draft, and has its adapter take it
   * back.
   *
   * @param place where it comes back to if its adapter cannot do it; null if it never does
   */
  private CompletionStage<Void> takeBack(
      LiveDraft draft, LiveAttachment attachment, @Nullable Integer place) {
    boolean needsRemoval = attachment.needsRemoval();
    cancel(attachment, "The attachment was removed before it was added.");
    if (!needsRemoval) {
      return CompletableFuture.completedStage(null);
    }
    CompletableFuture<Void> gone = new CompletableFuture<>();
    int resets = draft.resets();
    underWay++;
    attachment.whenIdle(() -> askAdapter(
        attachment,
        () -> succeed(gone),
        failure -> notRemoved(draft, attachment, place, resets, failure, gone)));
    return gone.minimalCompletionStage();
  }

  /** What happens when an adapter could not do it. Called under the writer. */
  private interface WhenFailed {
    void accept(Throwable failure);
  }

  private void askAdapter(LiveAttachment attachment, Runnable whenDone, WhenFailed whenFailed) {
    PendingAttachment last = attachment.shown();
    thread.writer.inBackground(() -> {
      try {
        Objects.requireNonNull(attachment.adapter)
            .remove(new AttachmentRequest(thread.key, last, Cancellation.none()));
      } catch (Throwable failure) {
        thread.writer.run(() -> {
          underWay--;
          whenFailed.accept(failure);
        });
        return;
      }
      thread.writer.run(() -> {
        underWay--;
        whenDone.run();
      });
    });
  }

  private void notRemoved(
      LiveDraft draft,
      LiveAttachment attachment,
      @Nullable Integer place,
      int resets,
      Throwable failure,
      CompletableFuture<Void> gone) {
    boolean isWanted = draft.isOpen() && draft.resets() == resets && !draft.has(attachment.id());
    if (place != null && isWanted) {
      attachment.putBack(ErrorInfo.from(failure).message(), thread.env.executor());
      draft.putBack(attachment, place);
      draft.announce();
    } else {
      Log.warn("An attachment adapter could not take an attachment back", failure);
    }
    thread.writer.inBackground(() -> gone.completeExceptionally(failure));
  }

  private void succeed(CompletableFuture<Void> gone) {
    thread.writer.inBackground(() -> gone.complete(null));
  }
}
