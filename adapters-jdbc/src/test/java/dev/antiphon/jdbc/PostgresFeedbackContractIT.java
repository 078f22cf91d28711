package dev.antiphon.jdbc;

import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresFeedbackContractIT extends JdbcFeedbackContract {

  @RegisterExtension
  final PostgresPool database = new PostgresPool();

  @Override
  DataSource dataSource() {
    return database.dataSource();
  }
}
