package dev.antiphon.jdbc;

import dev.antiphon.port.AttachmentStore;
import dev.antiphon.tck.AttachmentStoreContract;
import javax.sql.DataSource;

class H2MemoryAttachmentStoreContractTest extends AttachmentStoreContract {

  private final DataSource dataSource = TestDatabases.inMemory();

  @Override
  protected AttachmentStore open() {
    return new JdbcAttachmentStore(dataSource);
  }
}
