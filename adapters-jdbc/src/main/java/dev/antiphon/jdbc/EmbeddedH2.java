package dev.antiphon.jdbc;

import dev.antiphon.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * An H2 database in a file, for one process: no server, nothing to install.
 *
 * <p><b>Promise.</b> What was acknowledged survives the death of the process, and a power failure
 * too if it is made with {@link Durability#POWER}. The file is opened on first use; if another
 * process has it open, that call fails with the code {@code in-use} of {@link StorageException}.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, none of which may be interrupted inside
 * a call to the database: H2 closes it on an interrupt. One transaction writes at a time.
 *
 * <pre>{@code
 * try (EmbeddedH2 h2 = new EmbeddedH2(Path.of("antiphon-data", "chat"))) {
 *   ThreadHistoryAdapter history = new JdbcThreadHistory(h2.dataSource());
 * }
 * }</pre>
 */
public final class EmbeddedH2 implements AutoCloseable {

  /** A file larger than this is rewritten without its gaps when it is closed. */
  private static final long COMPACT_ABOVE_BYTES = 64L * 1024 * 1024;

  private final ConnectionPool pool;
  private final Path file;
  private final long compactAboveBytes;

  /**
   * Makes a database with {@link Durability#PROCESS}; opens it on first use.
   *
   * @param file the file, without the {@code .mv.db} that H2 adds; folders are made as needed
   * @throws IllegalArgumentException if the path has a semicolon
   */
  public EmbeddedH2(Path file) {
    this(file, Durability.PROCESS);
  }

  /**
   * Makes a database; opens it on first use.
   *
   * @param file the file, without the {@code .mv.db} that H2 adds; folders are made as needed
   * @param durability what an acknowledged change survives
   * @throws IllegalArgumentException if the path has a semicolon
   */
  public EmbeddedH2(Path file, Durability durability) {
    this(file, PoolOptions.of(durability));
  }

  EmbeddedH2(Path file, PoolOptions options) {
    this(file, options, COMPACT_ABOVE_BYTES);
  }

  EmbeddedH2(Path file, PoolOptions options, long compactAboveBytes) {
    this.file = file;
    this.compactAboveBytes = compactAboveBytes;
    this.pool = new ConnectionPool(H2Url.ofFile(file), "sa", "", options);
  }

  /** Returns the source of connections; closing this database closes it. */
  public DataSource dataSource() {
    return pool;
  }

  /** Closes the file. Closing it again does nothing. */
  @Override
  public void close() {
    if (pool.isClosed()) {
      return;
    }
    pool.close();
    if (sizeOf(file.resolveSibling(file.getFileName() + ".mv.db")) > compactAboveBytes) {
      compact();
    }
  }

  private void compact() {
    try (Connection connection = DriverManager.getConnection(H2Url.ofFile(file), "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("shutdown compact");
    } catch (SQLException notCompacted) {
      System.getLogger(EmbeddedH2.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "The database was closed, but its file could not be made smaller.",
              notCompacted);
    }
  }

  private static long sizeOf(Path path) {
    try {
      return Files.size(path);
    } catch (IOException neverOpened) {
      return 0;
    }
  }
}
