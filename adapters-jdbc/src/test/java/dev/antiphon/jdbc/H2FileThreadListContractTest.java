package dev.antiphon.jdbc;

import dev.antiphon.port.RemoteThreadListAdapter;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tck.ThreadListContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class H2FileThreadListContractTest extends ThreadListContract {

  private final EmbeddedH2 h2;

  H2FileThreadListContractTest(@TempDir Path folder) {
    h2 = new EmbeddedH2(folder.resolve("chat"));
  }

  @Override
  protected RemoteThreadListAdapter open() {
    return new JdbcThreadList(h2.dataSource());
  }

  @Override
  protected Optional<ThreadHistoryAdapter> openHistory() {
    return Optional.of(new JdbcThreadHistory(h2.dataSource()));
  }

  @AfterEach
  void close() {
    h2.close();
  }
}
