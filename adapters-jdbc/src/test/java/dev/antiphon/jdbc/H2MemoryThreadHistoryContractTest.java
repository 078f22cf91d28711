package dev.antiphon.jdbc;

import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tck.ThreadHistoryContract;
import javax.sql.DataSource;

/** A plain H2 in its own mode, without a pool: what an integrator may bring. */
class H2MemoryThreadHistoryContractTest extends ThreadHistoryContract {

  private final DataSource dataSource = TestDatabases.inMemory();

  @Override
  protected ThreadHistoryAdapter open() {
    return new JdbcThreadHistory(dataSource);
  }
}
