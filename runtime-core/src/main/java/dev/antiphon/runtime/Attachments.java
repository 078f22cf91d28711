package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.AttachmentRejectedException;
import dev.antiphon.thread.AttachmentRejectedException.Reason;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import dev.antiphon.thread.PreparedAttachment;
import dev.antiphon.thread.ThreadEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Has adapters add and complete the attachments of drafts (rules ATT-1 to ATT-5). Each call of an
 * adapter is a task of its own, so that all uploads run at the same time.
 */
final class Attachments {

  private final Conversation thread;

  Attachments(Conversation thread) {
    this.thread = thread;
  }

  // ---- adding a file

  /** Attaches a file. */
  CompletionStage<PendingAttachment> add(LiveDraft draft, AttachmentFile file) {
    draft.requireOpen("addAttachment");
    AttachmentAdapter adapter = thread.attachmentAdapter();
    long maxBytes = maxBytes();
    AttachmentRejectedException notTaken = AttachmentAdmission.refusalOf(file, adapter, maxBytes);
    String name = file.name();
    String contentType = file.contentType();
    return thread.writer.apply(() -> {
      draft.check("addAttachment");
      AttachmentId id = draft.newAttachmentId();
      AttachmentRejectedException refusal = notTaken == null ? tooMany(draft, name) : notTaken;
      if (adapter == null || refusal != null) {
        return rejected(draft, id, requireNonNull(refusal));
      }
      PendingAttachment first = PendingAttachment.builder(
              id, AttachmentAdmission.typeOf(contentType), name)
          .contentType(contentType)
          .file(file)
          .status(AttachmentStatus.uploading(0))
          .build();
      LiveAttachment added = LiveAttachment.added(first, adapter, thread.env.executor());
      draft.attach(added);
      draft.announce();
      CancelSource cancellation = added.cancellation();
      thread.writer.inBackground(() -> look(draft, added, first, maxBytes, cancellation));
      return added.added.minimalCompletionStage();
    });
  }

  private CompletionStage<PendingAttachment> rejected(
      LiveDraft draft, AttachmentId id, AttachmentRejectedException refusal) {
    announceFailed(draft, id, refusal);
    CompletableFuture<PendingAttachment> failed = new CompletableFuture<>();
    fail(failed, refusal);
    return failed.minimalCompletionStage();
  }

  /** Has the adapter look at a file, on a thread of the runtime and under no lock. */
  private void look(
      LiveDraft draft,
      LiveAttachment attachment,
      PendingAttachment first,
      long maxBytes,
      CancelSource cancellation) {
    if (!thread.writer.apply(attachment::beginAdding)) {
      return;
    }
    AttachmentFile file = requireNonNull(first.file());
    LimitedFile limited = new LimitedFile(file, maxBytes, cancellation);
    PendingAttachment last;
    try {
      last = requireNonNull(
          requireNonNull(attachment.adapter)
              .add(
                  new AttachmentRequest(thread.key, first, cancellation).withFile(limited),
                  state -> reported(draft, attachment, state)),
          "An attachment adapter returns the last state of what it adds.");
    } catch (Throwable thrown) {
      Throwable cause =
          limited.isExceeded() ? AttachmentAdmission.tooLarge(file, maxBytes) : thrown;
      thread.writer.run(() -> notAdded(draft, attachment, cause));
      return;
    }
    thread.writer.run(() -> added(draft, attachment, last));
  }

  /** The adapter tells of a state in between; whatever comes after a cancel is dropped. */
  private void reported(LiveDraft draft, LiveAttachment attachment, PendingAttachment state) {
    thread.writer.run(() -> {
      if (attachment.isBeingAdded() && !attachment.isTaken()) {
        attachment.show(state);
        draft.announce();
      }
    });
  }

  private void added(LiveDraft draft, LiveAttachment attachment, PendingAttachment last) {
    if (last.status().isUploading()) {
      notAdded(
          draft,
          attachment,
          new IllegalStateException(
              "The adapter came back with an attachment that is still being uploaded."));
      return;
    }
    try {
      attachment.show(last);
    } catch (IllegalStateException otherId) {
      notAdded(draft, attachment, otherId);
      return;
    }
    attachment.endWork();
    if (attachment.isTaken()) {
      return;
    }
    draft.announce();
    PendingAttachment now = attachment.shown();
    if (now.status().isError()) {
      String message = now.status().message();
      emitFailed(draft, now.id(), Reason.ADAPTER_ERROR, message == null ? "" : message);
    } else {
      draft.emit(header -> new ThreadEvent.AttachmentAdded(header, now));
    }
    succeed(attachment.added, now);
    draft.attachmentsMoved();
  }

  /** An exception leaves the last state as an error, and is thrown (rule ATT-3). */
  private void notAdded(LiveDraft draft, LiveAttachment attachment, Throwable cause) {
    attachment.endWork();
    if (attachment.isTaken()) {
      return;
    }
    AttachmentRejectedException rejection = cause instanceof AttachmentRejectedException refused
        ? refused
        : new AttachmentRejectedException(cause);
    attachment.failed(rejection, rejection.info().message());
    draft.announce();
    announceFailed(draft, attachment.id(), rejection);
    fail(attachment.added, rejection);
    draft.attachmentsMoved();
  }

  // ---- adding what is prepared

  /** Attaches what needs no adapter (rule ATT-5). */
  PendingAttachment add(LiveDraft draft, PreparedAttachment prepared) {
    draft.requireOpen("addAttachment");
    AttachmentRejectedException notAccepted =
        AttachmentAdmission.refusalOf(prepared, thread.attachmentAdapter());
    return thread.writer.apply(() -> {
      draft.check("addAttachment");
      Attachment attachment = prepared.toAttachment(draft.newAttachmentId());
      AttachmentRejectedException refusal = notAccepted;
      if (refusal == null) {
        refusal =
            draft.has(attachment.id()) ? duplicate(attachment) : tooMany(draft, attachment.name());
      }
      if (refusal != null) {
        announceFailed(draft, attachment.id(), refusal);
        throw refusal;
      }
      PendingAttachment complete = PendingAttachment.of(attachment);
      draft.attach(LiveAttachment.still(complete, null, thread.env.executor()));
      draft.announce();
      draft.emit(header -> new ThreadEvent.AttachmentAdded(header, complete));
      return complete;
    });
  }

  private @Nullable AttachmentRejectedException tooMany(LiveDraft draft, String name) {
    return AttachmentAdmission.refusalOfOneMore(
        name, draft.attachments().size(), thread.options().maxAttachments());
  }

  private static AttachmentRejectedException duplicate(Attachment attachment) {
    return new AttachmentRejectedException(
        Reason.DUPLICATE,
        "'%s' was not attached: its id '%s' is in use. Leave the id out to have one made."
            .formatted(attachment.name(), attachment.id()));
  }

  // ---- completing

  /** Has the adapter complete an attachment for a send (rule COMP-5). */
  void complete(LiveDraft draft, LiveAttachment attachment) {
    attachment.beginCompleting();
    PendingAttachment ready = attachment.shown();
    CancelSource cancellation = attachment.cancellation();
    thread.writer.inBackground(() -> complete(draft, attachment, ready, cancellation));
  }

  private void complete(
      LiveDraft draft,
      LiveAttachment attachment,
      PendingAttachment ready,
      CancelSource cancellation) {
    Attachment completed;
    try {
      AttachmentRequest request = new AttachmentRequest(thread.key, ready, cancellation);
      completed = requireNonNull(
          requireNonNull(attachment.adapter).send(limited(request)),
          "An attachment adapter returns the attachment with its content.");
    } catch (Throwable thrown) {
      thread.writer.run(() -> notCompleted(draft, attachment, thrown));
      return;
    }
    thread.writer.run(() -> completed(draft, attachment, completed));
  }

  private AttachmentRequest limited(AttachmentRequest request) {
    AttachmentFile file = request.attachment().file();
    return file == null
        ? request
        : request.withFile(new LimitedFile(file, maxBytes(), request.cancellation()));
  }

  private long maxBytes() {
    return thread.writer.apply(thread::options).maxAttachmentBytes();
  }

  private void completed(LiveDraft draft, LiveAttachment attachment, Attachment completed) {
    attachment.endWork();
    if (!attachment.isTaken()) {
      attachment.show(
          PendingAttachment.of(completed.toBuilder().id(attachment.id()).build()));
      draft.announce();
      draft.attachmentsMoved();
    }
  }

  private void notCompleted(LiveDraft draft, LiveAttachment attachment, Throwable thrown) {
    attachment.endWork();
    if (!attachment.isTaken()) {
      attachment.failed(thrown, ErrorInfo.from(thrown).message());
      draft.announce();
      draft.attachmentsMoved();
    }
  }

  // ---- events and stages

  private void announceFailed(
      LiveDraft draft, AttachmentId id, AttachmentRejectedException refusal) {
    emitFailed(draft, id, refusal.reason(), refusal.info().message());
  }

  private static void emitFailed(LiveDraft draft, AttachmentId id, Reason reason, String message) {
    draft.emit(header -> new ThreadEvent.AttachmentAddFailed(header, id, reason, message));
  }

  private <T extends @Nullable Object> void succeed(CompletableFuture<T> stage, T value) {
    thread.writer.inBackground(() -> stage.complete(value));
  }

  private void fail(CompletableFuture<?> stage, Throwable cause) {
    thread.writer.inBackground(() -> stage.completeExceptionally(cause));
  }
}
