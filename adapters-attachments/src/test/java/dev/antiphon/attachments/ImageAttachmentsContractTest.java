package dev.antiphon.attachments;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.tck.AttachmentAdapterContract;
import dev.antiphon.thread.AttachmentFile;
import java.util.EnumSet;
import java.util.Set;

class ImageAttachmentsContractTest extends AttachmentAdapterContract {

  @Override
  protected AttachmentAdapter adapter() {
    return new ImageAttachments();
  }

  @Override
  protected AttachmentFile accepted(String stem) {
    return new InMemoryFile(stem + ".png", "image/png", SampleImages.of("png", 400, 300));
  }

  @Override
  protected AttachmentFile refused() {
    return InMemoryFile.text("picture.png", "no picture");
  }

  @Override
  protected Set<Ability> abilities() {
    return EnumSet.of(Ability.CHECKS_BYTES);
  }
}
