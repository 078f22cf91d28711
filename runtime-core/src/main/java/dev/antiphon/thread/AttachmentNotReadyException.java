package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.AttachmentId;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a draft cannot be sent because of attachments that failed or that nobody can complete
 * (rule COMP-5). Nothing was sent; the draft is kept.
 */
public final class AttachmentNotReadyException extends ChatRuntimeException {

  /** The attachments. */
  private final transient List<PendingAttachment> attachments;

  /**
   * Makes the exception.
   *
   * @param attachments the attachments that are not ready, at least one
   * @param cause what the adapter threw, or {@code null}
   */
  public AttachmentNotReadyException(
      List<PendingAttachment> attachments, @Nullable Throwable cause) {
    super(ErrorInfo.of(ErrorInfo.REFUSED, message(attachments)), cause);
    this.attachments = List.copyOf(attachments);
  }

  private static String message(List<PendingAttachment> attachments) {
    return "Not sent, because of what is attached: %s. Remove it or attach it again."
        .formatted(attachments.stream()
            .map(AttachmentNotReadyException::problem)
            .collect(Collectors.joining(", ")));
  }

  private static String problem(PendingAttachment attachment) {
    String detail = attachment.status().message();
    return "'" + attachment.name() + "'" + (detail == null ? "" : " (" + detail + ")");
  }

  /** Returns the attachments that are not ready. */
  public List<PendingAttachment> attachments() {
    return attachments;
  }

  /** Returns the ids of the attachments that are not ready. */
  public List<AttachmentId> attachmentIds() {
    return attachments.stream().map(PendingAttachment::id).toList();
  }
}
