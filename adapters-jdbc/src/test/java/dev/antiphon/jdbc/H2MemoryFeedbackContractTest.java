package dev.antiphon.jdbc;

import javax.sql.DataSource;

class H2MemoryFeedbackContractTest extends JdbcFeedbackContract {

  private final DataSource dataSource = TestDatabases.inMemory();

  @Override
  DataSource dataSource() {
    return dataSource;
  }
}
