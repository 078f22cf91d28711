package dev.antiphon.attachments;

import dev.antiphon.port.AttachmentStore;
import dev.antiphon.tck.AttachmentStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileSystemAttachmentStoreContractTest extends AttachmentStoreContract {

  @TempDir
  Path folder;

  @Override
  protected AttachmentStore open() {
    return new FileSystemAttachmentStore(folder);
  }
}
