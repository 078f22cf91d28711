package dev.antiphon.jdbc;

import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tck.ThreadHistoryContract;
import javax.sql.DataSource;

class PostgresThreadHistoryContractIT extends ThreadHistoryContract {

  private final DataSource dataSource = TestDatabases.postgres();

  @Override
  protected ThreadHistoryAdapter open() {
    return new JdbcThreadHistory(dataSource);
  }
}
