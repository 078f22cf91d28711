package dev.antiphon.jdbc;

import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.tck.ThreadHistoryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class H2FileThreadHistoryContractTest extends ThreadHistoryContract {

  private final EmbeddedH2 h2;

  H2FileThreadHistoryContractTest(@TempDir Path folder) {
    h2 = new EmbeddedH2(folder.resolve("chat"));
  }

  @Override
  protected ThreadHistoryAdapter open() {
    return new JdbcThreadHistory(h2.dataSource());
  }

  @AfterEach
  void close() {
    h2.close();
  }
}
