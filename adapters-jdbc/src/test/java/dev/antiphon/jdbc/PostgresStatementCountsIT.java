package dev.antiphon.jdbc;

import javax.sql.DataSource;

class PostgresStatementCountsIT extends StatementCountsTest {

  @Override
  DataSource database() {
    return TestDatabases.postgres();
  }
}
