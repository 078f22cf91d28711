package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.PendingAttachment;

/** What an attachment adapter is asked about. Further fields may follow. */
public final class AttachmentRequest {

  private final ThreadKey thread;
  private final PendingAttachment attachment;
  private final Cancellation cancellation;

  /**
   * Makes one.
   *
   * @param thread the thread whose draft it belongs to
   * @param attachment the attachment
   * @param cancellation the wish to stop
   */
  public AttachmentRequest(
      ThreadKey thread, PendingAttachment attachment, Cancellation cancellation) {
    this.thread = requireNonNull(thread, "thread");
    this.attachment = requireNonNull(attachment, "attachment");
    this.cancellation = requireNonNull(cancellation, "cancellation");
  }

  /** Returns the thread whose draft it belongs to. */
  public ThreadKey thread() {
    return thread;
  }

  /** Returns the attachment as it is now. */
  public PendingAttachment attachment() {
    return attachment;
  }

  /** Returns the wish to stop. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /**
   * Returns the file of the attachment.
   *
   * @throws IllegalStateException if it has none, which is so once it is complete
   */
  public AttachmentFile file() {
    AttachmentFile file = attachment.file();
    if (file == null) {
      throw new IllegalStateException(
          "Attachment '%s' has no file; it is complete.".formatted(attachment.id()));
    }
    return file;
  }

  @Override
  public String toString() {
    return "AttachmentRequest[" + thread + ", " + attachment + "]";
  }
}
