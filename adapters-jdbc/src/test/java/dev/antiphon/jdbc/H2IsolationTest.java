package dev.antiphon.jdbc;

import javax.sql.DataSource;

class H2IsolationTest extends IsolationContract {

  @Override
  DataSource database() {
    return TestDatabases.inMemory();
  }
}
