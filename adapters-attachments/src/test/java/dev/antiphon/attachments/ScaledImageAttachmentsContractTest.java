package dev.antiphon.attachments;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.tck.AttachmentAdapterContract;
import dev.antiphon.thread.AttachmentFile;
import java.util.EnumSet;
import java.util.Set;

class ScaledImageAttachmentsContractTest extends AttachmentAdapterContract {

  @Override
  protected AttachmentAdapter adapter() {
    return new ImageAttachments(ImageOptions.builder().scaleTo(64).build());
  }

  @Override
  protected AttachmentFile accepted(String stem) {
    return new InMemoryFile(stem + ".jpg", "image/jpeg", SampleImages.of("jpg", 400, 300));
  }

  @Override
  protected AttachmentFile refused() {
    return new InMemoryFile("picture.jpg", "image/jpeg", SampleImages.of("bmp", 4, 3));
  }

  @Override
  protected Set<Ability> abilities() {
    return EnumSet.of(Ability.CHECKS_BYTES);
  }
}
