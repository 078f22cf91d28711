package dev.antiphon.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.util.Base64;

/** What the runtime does with an adapter, in one call each. */
final class Requests {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");

  private Requests() {}

  static AttachmentRequest of(AttachmentFile file) {
    return of(file, Cancellation.none());
  }

  static AttachmentRequest of(AttachmentFile file, Cancellation cancellation) {
    return new AttachmentRequest(
        THREAD,
        PendingAttachment.builder(new AttachmentId("id-1"), "file", file.name())
            .contentType(file.contentType())
            .file(file)
            .status(AttachmentStatus.uploading(0))
            .build(),
        cancellation);
  }

  static AttachmentRequest of(PendingAttachment attachment) {
    return new AttachmentRequest(THREAD, attachment, Cancellation.none());
  }

  static PendingAttachment add(AttachmentAdapter adapter, AttachmentFile file) throws Exception {
    return adapter.add(of(file), state -> {});
  }

  /** Returns why an adapter refuses a file; fails if it does not. */
  static FileRefusedException refusal(AttachmentAdapter adapter, AttachmentFile file) {
    Throwable thrown = catchThrowable(() -> add(adapter, file));
    assertThat(thrown).isInstanceOf(FileRefusedException.class);
    return (FileRefusedException) thrown;
  }

  /** Returns the text that an adapter makes of a file. */
  static String text(AttachmentAdapter adapter, AttachmentFile file) throws Exception {
    return ((TextPart) add(adapter, file).content().get(0)).text();
  }

  /** Returns the bytes in the data URL that an attachment has at a place. */
  static byte[] image(PendingAttachment attachment, int place) {
    String url = ((ImagePart) attachment.content().get(place)).image();
    return Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
  }
}
