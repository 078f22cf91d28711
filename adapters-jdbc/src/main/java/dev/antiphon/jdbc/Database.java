package dev.antiphon.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;

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
            ? jdbi.inTransaction(handle -> writing.execute(handle, isRepeated))
            : jdbi.withHandle(handle -> writing.execute(handle, isRepeated));
      } catch (RuntimeException failed) {
        if (attempt == RETRIES || !SqlFailures.isWorthRepeating(failed)) {
          throw failures.translate(failed);
        }
        pause(attempt);
      }
    }
  }

  private static void pause(int attempt) {
    long millis = FIRST_BACKOFF_MILLIS << attempt;
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(millis + ThreadLocalRandom.current().nextLong(millis)));
  }
}
