package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.PendingAttachment;
import org.jspecify.annotations.Nullable;

/** What an attachment adapter is asked about. Further fields may follow. */
public final class AttachmentRequest {

  private final ThreadKey thread;
  private final PendingAttachment attachment;
  private final Cancellation cancellation;
  private final @Nullable AttachmentFile file;

  /**
   * Makes one, with the file of the attachment.
   *
   * @param thread the thread whose draft it belongs to
   * @param attachment the attachment
   * @param cancellation the wish to stop
   */
  public AttachmentRequest(
      ThreadKey thread, PendingAttachment attachment, Cancellation cancellation) {
    this(thread, attachment, cancellation, attachment.file());
  }

  private AttachmentRequest(
      ThreadKey thread,
      PendingAttachment attachment,
      Cancellation cancellation,
      @Nullable AttachmentFile file) {
    this.thread = requireNonNull(thread, "thread");
    this.attachment = requireNonNull(attachment, "attachment");
    this.cancellation = requireNonNull(cancellation, "cancellation");
    this.file = file;
  }

  /**
   * Returns the same request with another handle on the file. The runtime gives one that cannot be
   * read beyond {@code maxAttachmentBytes}, nor after a cancel.
   *
   * @param other the handle
   */
  public AttachmentRequest withFile(AttachmentFile other) {
    return new AttachmentRequest(thread, attachment, cancellation, requireNonNull(other, "other"));
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
   * Returns the file of the attachment, to be read. What reads it stops with an exception when the
   * attachment is cancelled, and beyond the largest size that the runtime allows, whatever size the
   * file is said to have.
   *
   * @throws IllegalStateException if it has none, which is so once it is complete
   */
  public AttachmentFile file() {
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
