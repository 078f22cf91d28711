package dev.antiphon.jdbc;

import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tck.ThreadListContract;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresThreadListContractIT extends ThreadListContract {

  @RegisterExtension
  final PostgresPool database = new PostgresPool();

  @Override
  protected RemoteThreadListAdapter open() {
    return new JdbcThreadList(database.dataSource());
  }

  @Override
  protected Optional<ThreadHistoryAdapter> openHistory() {
    return Optional.of(new JdbcThreadHistory(database.dataSource()));
  }
}
