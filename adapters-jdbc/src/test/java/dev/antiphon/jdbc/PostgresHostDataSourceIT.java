package dev.antiphon.jdbc;

import javax.sql.DataSource;

class PostgresHostDataSourceIT extends HostDataSourceContract {

  @Override
  DataSource database() {
    return TestDatabases.postgres();
  }
}
