package dev.antiphon.jdbc;

import dev.antiphon.port.StorageException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * What every transaction keeps to, so that its commit survives what it is to survive. Found out
 * with the first connection, since that may be the host's.
 *
 * @param turn when a transaction may write
 * @param isCheckpointed whether each commit is forced to the disk
 */
record WriteRules(WriteTurn turn, boolean isCheckpointed) {

  private static final System.Logger LOG = System.getLogger(Database.class.getName());

  /** Two rows: as stored, and as it is. */
  private static final String SELECT_WRITE_DELAY =
      "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'";

  private static final String CHECKPOINT = "checkpoint sync";

  private static final String NOT_ADMINISTRATOR = "90040";

  /**
   * Finds out what holds for a database; tells an H2 file of the host's not to delay writes.
   *
   * @param handle a connection
   * @param dataSource where it is from
   * @param place how failures call the database
   */
  static WriteRules of(Handle handle, DataSource dataSource, String place) {
    String url = urlOf(handle);
    if (!WriteTurn.isH2File(url)) {
      return new WriteRules(WriteTurn.FREE, false);
    }
    boolean isCheckpointed = dataSource instanceof ConnectionPool pool
        && pool.options().durability() == Durability.POWER;
    if (isCheckpointed) {
      asAdministrator(handle, CHECKPOINT, "forces commits to the disk", place);
    }
    List<String> delays =
        handle.createQuery(SELECT_WRITE_DELAY).mapTo(String.class).list();
    if (delays.stream().anyMatch(delay -> !delay.equals("0"))) {
      asAdministrator(handle, "set write_delay 0", "writes commits without delay", place);
    }
    Durability durability = isCheckpointed ? Durability.POWER : Durability.PROCESS;
    LOG.log(System.Logger.Level.INFO, "Durability {0}: {1} is open.", durability, place);
    return new WriteRules(WriteTurn.of(url), isCheckpointed);
  }

  /** Does what is left to do for a transaction that has committed. */
  void afterCommit(Handle handle) {
    if (isCheckpointed) {
      handle.execute(CHECKPOINT);
    }
  }

  private static void asAdministrator(Handle handle, String sql, String purpose, String place) {
    try {
      handle.execute(sql);
    } catch (JdbiException refused) {
      boolean isNoAdministrator = SqlFailures.sqlFailureIn(refused)
          .filter(failure -> SqlFailures.matches(failure, Set.of(NOT_ADMINISTRATOR)))
          .isPresent();
      if (!isNoAdministrator) {
        throw refused;
      }
      throw new StorageException(
          "unavailable",
          "The user of %s may not execute '%s', which %s. Connect as an administrator, or put WRITE_DELAY=0 into its URL and use durability PROCESS."
              .formatted(place, sql, purpose),
          false,
          null);
    }
  }

  private static String urlOf(Handle handle) {
    try {
      return handle.getConnection().getMetaData().getURL();
    } catch (SQLException failed) {
      throw new ConnectionException(failed);
    }
  }
}
