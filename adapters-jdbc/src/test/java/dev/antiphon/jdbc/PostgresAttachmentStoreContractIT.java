package dev.antiphon.jdbc;

import dev.antiphon.port.AttachmentStore;
import dev.antiphon.tck.AttachmentStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresAttachmentStoreContractIT extends AttachmentStoreContract {

  @RegisterExtension
  final PostgresPool database = new PostgresPool();

  @Override
  protected AttachmentStore open() {
    return new JdbcAttachmentStore(database.dataSource());
  }
}
