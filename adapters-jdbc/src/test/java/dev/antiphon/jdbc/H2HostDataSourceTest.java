package dev.antiphon.jdbc;

import javax.sql.DataSource;

class H2HostDataSourceTest extends HostDataSourceContract {

  @Override
  DataSource database() {
    return TestDatabases.inMemory();
  }
}
