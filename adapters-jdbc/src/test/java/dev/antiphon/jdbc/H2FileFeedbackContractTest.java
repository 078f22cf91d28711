package dev.antiphon.jdbc;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class H2FileFeedbackContractTest extends JdbcFeedbackContract {

  private final EmbeddedH2 h2;

  H2FileFeedbackContractTest(@TempDir Path folder) {
    h2 = new EmbeddedH2(folder.resolve("chat"));
  }

  @Override
  DataSource dataSource() {
    return h2.dataSource();
  }

  @AfterEach
  void close() {
    h2.close();
  }
}
