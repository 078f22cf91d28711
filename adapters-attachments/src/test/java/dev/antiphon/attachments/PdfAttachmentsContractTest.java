package dev.antiphon.attachments;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.tck.AttachmentAdapterContract;
import dev.antiphon.thread.AttachmentFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Set;

/** In the process that users have. */
class PdfAttachmentsContractTest extends AttachmentAdapterContract {

  @Override
  protected AttachmentAdapter adapter() {
    return new PdfAttachments();
  }

  @Override
  protected AttachmentFile accepted(String stem) {
    try {
      return new InMemoryFile(
          stem + ".pdf", "application/pdf", SamplePdfs.of("Where is the key?", "Under the mat."));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Override
  protected AttachmentFile refused() {
    return InMemoryFile.text("paper.pdf", "no paper");
  }

  @Override
  protected Set<Ability> abilities() {
    return EnumSet.of(Ability.CHECKS_BYTES);
  }
}
