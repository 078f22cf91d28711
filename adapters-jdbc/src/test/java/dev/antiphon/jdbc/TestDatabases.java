package dev.antiphon.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Databases for one test each. */
final class TestDatabases {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private TestDatabases() {}

  /** Returns an empty H2 in memory, in H2's own mode. */
  static DataSource inMemory() {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
    return dataSource;
  }

  /** Returns an empty schema of the PostgreSQL of this JVM, without a pool. */
  static DataSource postgres() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(postgresUrl());
    return dataSource;
  }

  /** Returns the URL of an empty schema of the PostgreSQL of this JVM. */
  static String postgresUrl() {
    String schema = "test_" + SCHEMAS.incrementAndGet();
    EmbeddedPostgres server = Server.RUNNING;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema " + schema);
    } catch (SQLException failed) {
      throw new IllegalStateException("The PostgreSQL of the tests gave no schema.", failed);
    }
    return server.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema;
  }

  /** Returns the port of the PostgreSQL of this JVM. */
  static int postgresPort() {
    return Server.RUNNING.getPort();
  }

  /** Starts on first use, and ends with the JVM. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("synchronous_commit", "on")
            .start();
      } catch (IOException failed) {
        throw new UncheckedIOException(
            "The PostgreSQL of the tests did not start; no test on it may be left out.", failed);
      }
    }
  }
}
