package dev.antiphon.cloud;

import dev.antiphon.memory.InMemoryFile;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.tck.AttachmentAdapterContract;
import dev.antiphon.thread.AttachmentFile;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

class CloudAttachmentsContractTest extends AttachmentAdapterContract {

  private final CloudWorld world = new CloudWorld();

  @AfterEach
  void closeWorld() {
    world.close();
  }

  @Override
  protected AttachmentAdapter adapter() {
    return new CloudAttachments(world.client());
  }

  @Override
  protected AttachmentFile accepted(String stem) {
    return InMemoryFile.text(stem + ".bin", "0123456789".repeat(30_000));
  }

  /** What was uploaded stays: the API has no call that deletes it. */
  @Override
  protected Set<Ability> abilities() {
    return EnumSet.noneOf(Ability.class);
  }
}
