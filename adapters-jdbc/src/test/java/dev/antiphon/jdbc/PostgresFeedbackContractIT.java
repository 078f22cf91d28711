package dev.antiphon.jdbc;

import javax.sql.DataSource;

class PostgresFeedbackContractIT extends JdbcFeedbackContract {

  private final DataSource dataSource = TestDatabases.postgres();

  @Override
  DataSource dataSource() {
    return dataSource;
  }
}
