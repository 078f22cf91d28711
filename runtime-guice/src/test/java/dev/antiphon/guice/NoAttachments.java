package dev.antiphon.guice;

import dev.antiphon.message.Attachment;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.AttachmentRequest;
import dev.antiphon.thread.PendingAttachment;
import java.util.function.Consumer;

/** Attachments that are chosen, never used. */
final class NoAttachments implements AttachmentAdapter {

  @Override
  public String accept() {
    return "*";
  }

  @Override
  public PendingAttachment add(AttachmentRequest request, Consumer<PendingAttachment> states) {
    throw new UnsupportedOperationException("These attachments are never used.");
  }

  @Override
  public Attachment send(AttachmentRequest request) {
    throw new UnsupportedOperationException("These attachments are never used.");
  }

  @Override
  public void remove(AttachmentRequest request) {
    throw new UnsupportedOperationException("These attachments are never used.");
  }
}
