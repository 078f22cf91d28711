package dev.antiphon.attachments;

import dev.antiphon.port.AttachmentAdapter;

/** On the thread of the caller. */
class ThreadPdfAttachmentsContractTest extends PdfAttachmentsContractTest {

  @Override
  protected AttachmentAdapter adapter() {
    return new PdfAttachments(
        PdfOptions.builder().isolation(PdfIsolation.THREAD).build());
  }
}
