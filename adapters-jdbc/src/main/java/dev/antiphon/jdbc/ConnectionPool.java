package dev.antiphon.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The pool of connections, as we want it. */
final class ConnectionPool {

  private static final int MAX_CONNECTIONS = 10;
  private static final long TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private ConnectionPool() {}

  /** Returns a pool that connects on first use. */
  static HikariDataSource of(String url, @Nullable String user, @Nullable String password) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName("antiphon");
    pool.setJdbcUrl(url);
    pool.setUsername(user);
    pool.setPassword(password);
    pool.setMaximumPoolSize(MAX_CONNECTIONS);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(TIMEOUT_MILLIS);
    if (H2Url.isH2(url)) {
      pool.setDriverClassName("org.h2.Driver");
      // H2 closes a database with its last connection, so one always stays.
      pool.setMaxLifetime(0);
    }
    return pool;
  }
}
