package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/**
 * The way to the database: sees to the schema before the first statement, gives each statement a
 * deadline, repeats what another transaction or a lost connection was in the way of, and lets no
 * exception of a driver out. Thread-safe.
 *
 * <p>A connection that is lost in a commit leaves open whether it took place. So every transaction
 * is told when it is repeated, and then looks first for what it may have done already.
 */
final class Database {

  private static final int RETRIES = 5;
  private static final int RECONNECTS = 2;
  private static final long FIRST_BACKOFF_MILLIS = 5;

  /** Statements outside of a transaction, or in one that was begun. */
  @FunctionalInterface
  interface Reading<T> {
    T execute(Handle handle);
  }

  /** Statements in a transaction that may be tried again. */
  @FunctionalInterface
  interface Writing<T> {
    T execute(Handle handle, boolean isRepeated);
  }

  private final DataSource dataSource;
  private final String place;
  private final Duration timeout;
  private final Jdbi jdbi;
  private final Schema schema;
  private final SqlFailures failures;
  private volatile @Nullable WriteRules writeRules;

  /**
   * Makes the way to a database; connects on the first call.
   *
   * @throws IllegalArgumentException if the source says that H2 delays what it commits
   */
  Database(DataSource dataSource) {
    this.dataSource = requireNonNull(dataSource, "dataSource");
    DatabasePlace.checkDurability(dataSource);
    place = DatabasePlace.of(dataSource);
    timeout =
        dataSource instanceof ConnectionPool pool ? pool.options().timeout() : PoolOptions.TIMEOUT;
    jdbi = Jdbi.create(new LentConnections(dataSource));
    jdbi.getConfig(SqlStatements.class).setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
    // Bound values are what people wrote; they must not end up in a log.
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    failures = new SqlFailures(place);
    schema = new Schema(dataSource, jdbi);
  }

  /** Executes one statement that changes nothing. */
  <T> T read(Reading<T> reading) {
    return attempt(isRepeated -> jdbi.withHandle(reading::execute));
  }

  /** Executes a transaction. */
  <T> T write(Writing<T> writing) {
    return attempt(isRepeated -> {
      WriteRules rules = writeRules();
      return rules
          .turn()
          .hold(
              timeout,
              () -> jdbi.withHandle(handle -> {
                T written = handle.inTransaction(inside -> writing.execute(inside, isRepeated));
                rules.afterCommit(handle);
                return written;
              }));
    });
  }

  private WriteRules writeRules() {
    WriteRules known = writeRules;
    if (known == null) {
      known = jdbi.withHandle(handle -> WriteRules.of(handle, dataSource, place));
      writeRules = known;
    }
    return known;
  }

  /** One try. */
  private interface Attempt<T> {
    T execute(boolean isRepeated);
  }

  private <T> T attempt(Attempt<T> attempt) {
    // H2 closes the whole database when a thread comes in with this set.
    boolean wasInterrupted = Thread.interrupted();
    long giveUpAt = System.nanoTime() + timeout.toNanos();
    int reconnects = 0;
    try {
      for (int tried = 0; ; tried++) {
        try {
          schema.ensure();
          return attempt.execute(tried > 0);
        } catch (RuntimeException failed) {
          boolean isLost = SqlFailures.isConnectionLost(failed);
          if (isLost) {
            reconnects++;
            dropConnections();
          }
          boolean isWorthRepeating = SqlFailures.isInTheWay(failed)
              || (isLost && reconnects <= RECONNECTS && System.nanoTime() - giveUpAt < 0);
          if (tried == RETRIES || !isWorthRepeating) {
            throw failures.translate(failed);
          }
          pause(tried);
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Where one connection is lost, the others are too most often. */
  private void dropConnections() {
    if (dataSource instanceof ConnectionPool pool && pool.getHikariPoolMXBean() != null) {
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  private static void pause(int attempt) {
    long millis = FIRST_BACKOFF_MILLIS << attempt;
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(millis + ThreadLocalRandom.current().nextLong(millis)));
  }
}
