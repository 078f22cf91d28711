package dev.antiphon.attachments;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.thread.AttachmentFile;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Images that messages name by their URL. */
class LinkedFileAttachmentsContractTest extends StoredFileAttachmentsContractTest {

  @Override
  protected AttachmentAdapter adapter() {
    return new StoredFileAttachments(
        new FileSystemAttachmentStore(folder),
        StoredFileOptions.builder().url("https://files.example.org/{id}").build());
  }

  @Override
  protected AttachmentFile accepted(String stem) {
    return new InMemoryFile(stem + ".png", "image/png", SampleImages.of("png", 400, 300));
  }

  @Override
  protected AttachmentFile refused() {
    byte[] png = SampleImages.png();
    return new InMemoryFile("cut.png", "image/png", Arrays.copyOf(png, png.length - 20));
  }

  @Override
  protected Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }
}
