package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/**
 * The way to the database: sees to the schema before the first statement, gives each statement a
 * deadline, repeats what another transaction was in the way of, and lets no exception of a driver
 * out. Thread-safe.
 */
final class Database {

  private static final int QUERY_TIMEOUT_SECONDS = 5;
  private static final int RETRIES = 5;
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

  private final Jdbi jdbi;
  private final Schema schema;
  private final SqlFailures failures;
  private volatile @Nullable WriteTurn writeTurn;

  Database(DataSource dataSource) {
    requireNonNull(dataSource, "dataSource");
    jdbi = Jdbi.create(dataSource);
    jdbi.getConfig(SqlStatements.class).setQueryTimeout(QUERY_TIMEOUT_SECONDS);
    // Bound values are what people wrote; they must not end up in a log.
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    failures = new SqlFailures(DatabasePlace.of(dataSource));
    schema = new Schema(dataSource, jdbi);
  }

  /** Executes one statement that changes nothing. */
  <T> T read(Reading<T> reading) {
    return attempt((handle, isRepeated) -> reading.execute(handle), false);
  }

  /** Executes a transaction. */
  <T> T write(Writing<T> writing) {
    return attempt(writing, true);
  }

  private <T> T attempt(Writing<T> writing, boolean inTransaction) {
    for (int attempt = 0; ; attempt++) {
      boolean isRepeated = attempt > 0;
      try {
        schema.ensure();
        return inTransaction
            ? writeTurn()
                .hold(() -> jdbi.inTransaction(handle -> writing.execute(handle, isRepeated)))
            : jdbi.withHandle(handle -> writing.execute(handle, isRepeated));
      } catch (RuntimeException failed) {
        if (attempt == RETRIES || !SqlFailures.isWorthRepeating(failed)) {
          throw failures.translate(failed);
        }
        pause(attempt);
      }
    }
  }

  private WriteTurn writeTurn() {
    WriteTurn known = writeTurn;
    if (known == null) {
      known = WriteTurn.of(jdbi.withHandle(Database::urlOf));
      writeTurn = known;
    }
    return known;
  }

  private static String urlOf(Handle handle) {
    try {
      return handle.getConnection().getMetaData().getURL();
    } catch (SQLException failed) {
      throw new ConnectionException(failed);
    }
  }

  private static void pause(int attempt) {
    long millis = FIRST_BACKOFF_MILLIS << attempt;
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(millis + ThreadLocalRandom.current().nextLong(millis)));
  }
}
