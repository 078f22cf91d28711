package dev.antiphon.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * Connections whose transactions begin and end where this code says, whatever their pool does; they
 * are given back as they were lent. Thread-safe.
 *
 * <p>Jdbi looks at a connection as it gets it. One that does not commit by itself would have all
 * statements in a transaction that another one's owner began.
 */
final class LentConnections implements ConnectionFactory {

  private final DataSource dataSource;

  /** Those that did not commit by themselves. */
  private final Set<Connection> changed = ConcurrentHashMap.newKeySet();

  LentConnections(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Connection openConnection() throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      if (!connection.getAutoCommit()) {
        connection.setAutoCommit(true);
        changed.add(connection);
      }
      return connection;
    } catch (SQLException | RuntimeException failed) {
      connection.close();
      throw failed;
    }
  }

  @Override
  public void closeConnection(Connection connection) throws SQLException {
    try (connection) {
      if (changed.remove(connection)) {
        connection.setAutoCommit(false);
      }
    }
  }
}
