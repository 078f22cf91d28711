package dev.antiphon.jdbc;

import dev.antiphon.port.AttachmentStore;
import dev.antiphon.tck.AttachmentStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class H2FileAttachmentStoreContractTest extends AttachmentStoreContract {

  private final EmbeddedH2 h2;

  H2FileAttachmentStoreContractTest(@TempDir Path folder) {
    h2 = new EmbeddedH2(folder.resolve("chat"));
  }

  @Override
  protected AttachmentStore open() {
    return new JdbcAttachmentStore(h2.dataSource());
  }

  @AfterEach
  void close() {
    h2.close();
  }
}
