package dev.antiphon.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The pool of connections, as we want it. It connects on first use. */
final class ConnectionPool extends HikariDataSource {

  private final PoolOptions options;

  /**
   * Makes a pool.
   *
   * @param url an H2 URL that was checked, or one of PostgreSQL
   * @param user who connects, or {@code null} if the URL says it
   * @param password the user's, or {@code null}
   * @param options how it is to be
   */
  ConnectionPool(
      String url, @Nullable String user, @Nullable String password, PoolOptions options) {
    this.options = options;
    setPoolName("antiphon");
    setJdbcUrl(url);
    setUsername(user);
    setPassword(password);
    setMaximumPoolSize(options.connections());
    setMinimumIdle(1);
    setConnectionTimeout(options.timeout().toMillis());
    setValidationTimeout(options.timeout().toMillis());
    if (H2Url.isH2(url)) {
      setDriverClassName("org.h2.Driver");
      // H2 closes a database with its last connection, so one always stays.
      setMaxLifetime(0);
      setExceptionOverride(new ClosedH2());
    } else {
      setDriverClassName("org.postgresql.Driver");
      setForPostgres();
    }
  }

  PoolOptions options() {
    return options;
  }

  /**
   * A client that hangs, or is cut off, must not hold a lock for others to wait on, so the server
   * ends what takes too long. The driver gives up a little later, when no answer comes at all.
   */
  private void setForPostgres() {
    long millis = options.timeout().toMillis();
    long seconds = Math.max(1, TimeUnit.MILLISECONDS.toSeconds(millis));
    setConnectionInitSql("""
        set statement_timeout = %d; set lock_timeout = %d;
        set idle_in_transaction_session_timeout = %d; %s""".formatted(millis, millis, millis, durabilitySql()));
    addDataSourceProperty("ApplicationName", "antiphon");
    addDataSourceProperty("tcpKeepAlive", "true");
    addDataSourceProperty("connectTimeout", String.valueOf(seconds));
    addDataSourceProperty("loginTimeout", String.valueOf(seconds));
    // Else a statement whose time is over waits ten seconds more for a server that is away.
    addDataSourceProperty("cancelSignalTimeout", String.valueOf(seconds));
    addDataSourceProperty("socketTimeout", String.valueOf(2 * seconds));
  }

  private String durabilitySql() {
    if (options.durability() == Durability.PROCESS) {
      return "set synchronous_commit = off";
    }
    // What waits for more than this server's disk stays.
    return "select set_config('synchronous_commit', 'on', false)"
        + " where current_setting('synchronous_commit') = 'off'";
  }

  /** Takes connections to a database that H2 has closed out of the pool. */
  private static final class ClosedH2 implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException failed) {
      return SqlFailures.isConnectionLost(failed) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
  }
}
