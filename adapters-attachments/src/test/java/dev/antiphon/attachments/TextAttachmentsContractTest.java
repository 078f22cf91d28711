package dev.antiphon.attachments;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.tck.AttachmentAdapterContract;
import dev.antiphon.thread.AttachmentFile;
import java.util.EnumSet;
import java.util.Set;

class TextAttachmentsContractTest extends AttachmentAdapterContract {

  @Override
  protected AttachmentAdapter adapter() {
    return new TextAttachments();
  }

  @Override
  protected AttachmentFile accepted(String stem) {
    return InMemoryFile.text(stem + ".md", "Under the mat.\n".repeat(10_000));
  }

  @Override
  protected AttachmentFile refused() {
    return new InMemoryFile("note.txt", "text/plain", SampleImages.png());
  }

  @Override
  protected Set<Ability> abilities() {
    return EnumSet.of(Ability.CHECKS_BYTES);
  }
}
