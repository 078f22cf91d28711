package dev.antiphon.jdbc;

import javax.sql.DataSource;

class PostgresRandomBatchesIT extends RandomBatchesTest {

  @Override
  int programs() {
    return super.programs() / 6;
  }

  @Override
  DataSource database() {
    return TestDatabases.postgres();
  }
}
