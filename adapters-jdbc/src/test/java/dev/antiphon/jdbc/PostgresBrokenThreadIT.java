package dev.antiphon.jdbc;

import javax.sql.DataSource;

class PostgresBrokenThreadIT extends BrokenThreadTest {

  @Override
  DataSource database() {
    return TestDatabases.postgres();
  }
}
