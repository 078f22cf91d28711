package dev.antiphon.jdbc;

import dev.antiphon.port.AttachmentStore;
import dev.antiphon.tck.AttachmentStoreContract;
import javax.sql.DataSource;

class PostgresAttachmentStoreContractIT extends AttachmentStoreContract {

  private final DataSource dataSource = TestDatabases.postgres();

  @Override
  protected AttachmentStore open() {
    return new JdbcAttachmentStore(dataSource);
  }
}
