package dev.antiphon.jdbc;

import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An empty schema of the PostgreSQL of this JVM, and a pool of ours that is closed after the test.
 */
final class PostgresPool implements AfterEachCallback {

  private final ConnectionPool pool =
      new ConnectionPool(TestDatabases.postgresUrl(), null, null, PoolOptions.of(Durability.POWER));

  DataSource dataSource() {
    return pool;
  }

  @Override
  public void afterEach(ExtensionContext test) {
    pool.close();
  }
}
