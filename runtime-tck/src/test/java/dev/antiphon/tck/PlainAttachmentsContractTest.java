package dev.antiphon.tck;

import dev.antiphon.attachment.AttachedFile;
import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.message.Attachment;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.AttachmentFile;
import dev.antiphon.thread.AttachmentStatus;
import dev.antiphon.thread.PendingAttachment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** An adapter that can do as little as one may: the contract must hold for it too. */
class PlainAttachmentsContractTest extends AttachmentAdapterContract {

  @Override
  protected AttachmentAdapter adapter() {
    return new DataUrls();
  }

  @Override
  protected AttachmentFile accepted(String stem) {
    return InMemoryFile.text(stem + ".bin", "0123456789".repeat(10_000));
  }

  @Override
  protected Set<Ability> abilities() {
    return EnumSet.noneOf(Ability.class);
  }

  /** Believes every file, and reads it when it is sent. */
  private static final class DataUrls implements AttachmentAdapter {

    @Override
    public String accept() {
      return "*";
    }

    @Override
    public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states)
        throws IOException {
      byte[] content = read(request);
      return request.attachment().toBuilder()
          .content(List.of(AttachedFile.of(request.attachment().name(), null, content)))
          .status(AttachmentStatus.READY)
          .build();
    }

    private static byte[] read(AttachmentRequest request) throws IOException {
      request.cancellation().throwIfCancelled();
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      byte[] chunk = new byte[4096];
      try (InputStream stream = request.file().open()) {
        for (int read = stream.read(chunk); read != -1; read = stream.read(chunk)) {
          request.cancellation().throwIfCancelled();
          content.write(chunk, 0, read);
        }
      }
      return content.toByteArray();
    }

    @Override
    public Attachment send(AttachmentRequest request) {
      return request.attachment().toBuilder()
          .status(AttachmentStatus.COMPLETE)
          .build()
          .toAttachment();
    }

    @Override
    public void remove(AttachmentRequest request) {}
  }
}
