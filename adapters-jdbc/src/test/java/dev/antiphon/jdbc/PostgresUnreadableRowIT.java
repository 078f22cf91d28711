package dev.antiphon.jdbc;

import javax.sql.DataSource;

class PostgresUnreadableRowIT extends UnreadableRowTest {

  @Override
  DataSource database() {
    return TestDatabases.postgres();
  }
}
