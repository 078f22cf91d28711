package dev.antiphon.jdbc;

import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tck.ThreadListContract;
import java.util.Optional;
import javax.sql.DataSource;

class PostgresThreadListContractIT extends ThreadListContract {

  private final DataSource dataSource = TestDatabases.postgres();

  @Override
  protected RemoteThreadListAdapter open() {
    return new JdbcThreadList(dataSource);
  }

  @Override
  protected Optional<ThreadHistoryAdapter> openHistory() {
    return Optional.of(new JdbcThreadHistory(dataSource));
  }
}
