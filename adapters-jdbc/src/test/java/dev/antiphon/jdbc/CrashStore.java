package dev.antiphon.jdbc;

import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A database that several processes open one after the other.
 *
 * @param dataSource gives connections, from a pool of ours
 * @param giveUp closes the pool
 */
record CrashStore(DataSource dataSource, Runnable giveUp) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Opens one.
   *
   * @param place the URL of a PostgreSQL, or the path of an H2 file
   */
  static CrashStore open(String place) {
    if (place.startsWith("jdbc:")) {
      PoolOptions options = new PoolOptions(Durability.POWER, PATIENCE, PoolOptions.CONNECTIONS);
      ConnectionPool pool = new ConnectionPool(place, null, null, options);
      return new CrashStore(pool, pool::close);
    }
    PoolOptions options = new PoolOptions(Durability.PROCESS, PATIENCE, PoolOptions.CONNECTIONS);
    EmbeddedH2 h2 = new EmbeddedH2(Path.of(place), options);
    return new CrashStore(h2.dataSource(), h2::close);
  }

  /** The same database, with something done before and after statements and commits. */
  DataSource observedBy(ObservedDataSource.Fault fault) {
    ObservedDataSource observed = new ObservedDataSource(dataSource);
    observed.failWith(fault);
    return observed.dataSource();
  }

  @Override
  public void close() {
    giveUp.run();
  }
}
