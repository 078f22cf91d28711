package dev.antiphon.jdbc;

import dev.antiphon.port.StorageException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The tables, brought to the version that this code knows before the first statement. If they are
 * there already, that costs one SELECT and Flyway is not loaded. Thread-safe.
 */
final class Schema {

  /** The newest file in {@code db/antiphon}. */
  static final int VERSION = 2;

  // Flyway quotes its names, so that they are the same whatever the database does to others.
  private static final String SELECT_VERSION = """
      select "version" from "antiphon_schema_history" where "success" = true
      order by "installed_rank" desc fetch first 1 rows only""";

  private static final int RETRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  /** What a statement finds there that was not there when it was decided on. */
  private static final Set<String> ALREADY_THERE = Set.of("42P07", "42701", "42710", "23505");

  /** One migration at a time in this process; between processes Flyway sees to that. */
  private static final ReentrantLock MIGRATION = new ReentrantLock();

  private final DataSource dataSource;
  private final Jdbi jdbi;
  private volatile boolean isCurrent;

  Schema(DataSource dataSource, Jdbi jdbi) {
    this.dataSource = dataSource;
    this.jdbi = jdbi;
  }

  /**
   * Sees to the tables, once.
   *
   * @throws StorageException if they are newer than this code
   */
  void ensure() {
    if (isCurrent) {
      return;
    }
    if (checkedVersion() < VERSION) {
      MIGRATION.lock();
      try {
        migrate();
      } finally {
        MIGRATION.unlock();
      }
    }
    isCurrent = true;
  }

  private int checkedVersion() {
    int found = version();
    if (found > VERSION) {
      throw new StorageException(
          "schema",
          "The tables of the database are at version %d, but this Antiphon knows versions up to %d. Use a newer Antiphon, or another database."
              .formatted(found, VERSION),
          false,
          null);
    }
    return found;
  }

  /** Returns the version that the tables are at; 0 if there are none. */
  private int version() {
    try {
      Optional<String> version = jdbi.withHandle(
          handle -> handle.createQuery(SELECT_VERSION).mapTo(String.class).findOne());
      return version.map(Schema::number).orElse(0);
    } catch (JdbiException noTable) {
      if (SqlFailures.isUndefinedTable(noTable)) {
        return 0;
      }
      throw noTable;
    }
  }

  private static int number(String version) {
    try {
      return Integer.parseInt(version);
    } catch (NumberFormatException notOurs) {
      throw new StorageException(
          "schema",
          "The tables of the database are at a version that is no number, but this Antiphon knows versions up to %d. Use another database."
              .formatted(VERSION),
          false,
          null);
    }
  }

  /**
   * Migrates; again if another process was in between. Flyway looks whether there are tables before
   * it locks, so it may take what another one has begun for a fault.
   */
  private void migrate() {
    for (int tried = 0; checkedVersion() < VERSION; tried++) {
      try {
        flyway().migrate();
        return;
      } catch (FlywayException failed) {
        Optional<SQLException> sql = SqlFailures.sqlFailureIn(failed);
        boolean mayBeAnother = sql.isEmpty() || SqlFailures.matches(sql.get(), ALREADY_THERE);
        if (tried == RETRIES || !mayBeAnother) {
          throw sql.isPresent() ? failed : impossible(failed);
        }
        LockSupport.parkNanos(FIRST_PAUSE.toNanos() << tried);
      }
    }
  }

  private static StorageException impossible(FlywayException failed) {
    return new StorageException(
        "schema",
        "The tables of the database cannot be brought to version %d. See the cause; the migrations tried are listed in antiphon_schema_history."
            .formatted(VERSION),
        false,
        failed);
  }

  private Flyway flyway() {
    FluentConfiguration flyway = Flyway.configure(Schema.class.getClassLoader());
    if (dataSource instanceof ConnectionPool pool) {
      // It takes two connections at a time, which a pool of ours need not have.
      flyway.dataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
    } else {
      flyway.dataSource(dataSource);
    }
    return flyway
        .locations("classpath:db/antiphon")
        .failOnMissingLocations(true)
        .table("antiphon_schema_history")
        // The tables of an application may stand beside ours.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }
}
