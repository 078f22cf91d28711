package dev.antiphon.jdbc;

import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRandomBatchesIT extends RandomBatchesTest {

  @RegisterExtension
  final PostgresPool pool = new PostgresPool();

  @Override
  int programs() {
    return super.programs() / 6;
  }

  @Override
  DataSource database() {
    return pool.dataSource();
  }
}
