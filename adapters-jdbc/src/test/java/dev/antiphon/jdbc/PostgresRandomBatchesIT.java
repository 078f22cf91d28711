package dev.antiphon.jdbc;

import javax.sql.DataSource;

class PostgresRandomBatchesIT extends RandomBatchesTest {

  @Override
  DataSource database() {
    return TestDatabases.postgres();
  }
}
