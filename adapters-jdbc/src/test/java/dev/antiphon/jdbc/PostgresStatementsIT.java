package dev.antiphon.jdbc;

import javax.sql.DataSource;

class PostgresStatementsIT extends StatementsTest {

  @Override
  DataSource database() {
    return TestDatabases.postgres();
  }
}
