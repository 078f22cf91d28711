package dev.antiphon.benchmarks.contest;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * The database of one contender: the same driver, pool and settings for all of them.
 *
 * @param dataSource a pool of connections
 * @param isPostgres whether it is PostgreSQL; else it is H2 in a file
 */
public record ContestDatabase(DataSource dataSource, boolean isPostgres) {

  /** Opens a pool on a URL. */
  static HikariDataSource pool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  static ContestDatabase of(HikariDataSource pool) {
    return new ContestDatabase(pool, pool.getJdbcUrl().startsWith("jdbc:postgresql:"));
  }

  /** Executes statements that make tables. */
  public void execute(List<String> statements) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
