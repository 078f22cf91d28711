package dev.antiphon.jdbc;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Databases for one test each. */
final class TestDatabases {

  private TestDatabases() {}

  /** Returns an empty H2 in memory, in H2's own mode. */
  static DataSource inMemory() {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
    return dataSource;
  }
}
