package dev.antiphon.jdbc;

import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tck.ThreadHistoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresThreadHistoryContractIT extends ThreadHistoryContract {

  @RegisterExtension
  final PostgresPool database = new PostgresPool();

  @Override
  protected ThreadHistoryAdapter open() {
    return new JdbcThreadHistory(database.dataSource());
  }
}
