package dev.antiphon.runtime;

import dev.antiphon.attachment.AcceptList;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.AttachmentRejectedException;
import dev.antiphon.thread.AttachmentRejectedException.Reason;
import dev.antiphon.thread.PreparedAttachment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a file may be attached, before its adapter sees it (rule ATT-1). Asks the adapter
 * and the file for what they say of themselves, so never under a lock.
 */
final class AttachmentAdmission {

  private AttachmentAdmission() {}

  /** Returns why a file is refused, or null if it is not. */
  static @Nullable AttachmentRejectedException refusalOf(
      AttachmentFile file, @Nullable AttachmentAdapter adapter, long maxBytes) {
    if (adapter == null) {
      return new AttachmentRejectedException(
          Reason.NO_ADAPTER,
          "'%s' was not attached: there is no attachment adapter. Set one when the runtime is built."
              .formatted(file.name()));
    }
    AttachmentRejectedException notAccepted = refusalOf(adapter, file.name(), file.contentType());
    if (notAccepted != null) {
      return notAccepted;
    }
    return file.size() > maxBytes ? tooLarge(file, maxBytes) : null;
  }

  /** Returns why a prepared attachment is refused, or null if it is not (rule ATT-5). */
  static @Nullable AttachmentRejectedException refusalOf(
      PreparedAttachment prepared, @Nullable AttachmentAdapter adapter) {
    return adapter == null ? null : refusalOf(adapter, prepared.name(), prepared.contentType());
  }

  private static @Nullable AttachmentRejectedException refusalOf(
      AttachmentAdapter adapter, String name, @Nullable String contentType) {
    try {
      AcceptList accepted = AcceptList.parse(adapter.accept());
      return accepted.matches(name, contentType) ? null : notAccepted(name, contentType, accepted);
    } catch (RuntimeException failed) {
      return new AttachmentRejectedException(failed);
    }
  }

  private static AttachmentRejectedException notAccepted(
      String name, @Nullable String contentType, AcceptList accepted) {
    return new AttachmentRejectedException(
        Reason.NOT_ACCEPTED,
        "'%s' was not attached: files %s are not taken. Accepted are: %s."
            .formatted(
                name,
                contentType == null ? "without a type" : "of type " + contentType,
                accepted.entries().isEmpty() ? "none" : accepted));
  }

  static AttachmentRejectedException tooLarge(AttachmentFile file, long maxBytes) {
    String size =
        file.size() > maxBytes ? "it has %d bytes".formatted(file.size()) : "it is larger";
    return new AttachmentRejectedException(
        Reason.TOO_LARGE,
        "'%s' was not attached: %s, and at most %d are allowed."
            .formatted(file.name(), size, maxBytes));
  }

  /** Returns why a message takes no further attachment, or null if it does. */
  static @Nullable AttachmentRejectedException refusalOfOneMore(
      String name, int attached, int maxAttachments) {
    return attached < maxAttachments
        ? null
        : new AttachmentRejectedException(
            Reason.TOO_MANY,
            "'%s' was not attached: a message takes at most %d attachments. Send it with another one, or raise maxAttachments."
                .formatted(name, maxAttachments));
  }

  /** Returns what kind an attachment is as long as its adapter does not say otherwise. */
  static String typeOf(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    if (type.startsWith("image/")) {
      return "image";
    }
    return type.startsWith("text/") || type.startsWith("application/pdf") ? "document" : "file";
  }
}
