package dev.antiphon.tck;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.TextPart;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

class PlainAttachmentsContractTest extends AttachmentAdapterContract {

  @Override
  protected AttachmentAdapter open() {
    return new PlainAttachments();
  }

  @Override
  protected AttachmentFile acceptedFile() {
    return new TextFile("notes.txt", "Buy milk.");
  }

  /** Reads text files when they are sent. */
  private static final class PlainAttachments implements AttachmentAdapter {

    @Override
    public String accept() {
      return "text/plain, .txt";
    }

    @Override
    public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states) {
      request.cancellation().throwIfCancelled();
      states.accept(request.attachment().toBuilder()
          .status(AttachmentStatus.uploading(0.5))
          .build());
      return request.attachment().toBuilder().status(AttachmentStatus.READY).build();
    }

    @Override
    public Attachment send(AttachmentRequest request) throws IOException {
      PendingAttachment pending = request.attachment();
      try (InputStream bytes = request.file().open()) {
        String text = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        return Attachment.builder(pending.id(), "document", pending.name())
            .content(List.of(TextPart.of(text)))
            .build();
      }
    }

    @Override
    public void remove(AttachmentRequest request) {}
  }
}
