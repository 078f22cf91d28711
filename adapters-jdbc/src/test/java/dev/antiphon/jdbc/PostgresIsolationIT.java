package dev.antiphon.jdbc;

import javax.sql.DataSource;

class PostgresIsolationIT extends IsolationContract {

  @Override
  DataSource database() {
    return TestDatabases.postgres();
  }
}
