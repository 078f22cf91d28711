package dev.antiphon.tck;

import dev.antiphon.memory.InMemoryAttachmentStore;
import dev.antiphon.port.AttachmentStore;

class InMemoryAttachmentStoreContractTest extends AttachmentStoreContract {

  private final InMemoryAttachmentStore store = new InMemoryAttachmentStore();

  @Override
  protected AttachmentStore open() {
    return store;
  }
}
