package dev.antiphon.jdbc;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What only PostgreSQL's driver can tell of a failure. Works without the driver's jar too. */
final class PostgresFailures {

  private static final String DRIVERS = "org.postgresql.util.PSQLException";

  private PostgresFailures() {}

  /**
   * Returns whether code in the database raised a failure, such as a trigger: its text may be any,
   * whatever its state.
   */
  static boolean isRaisedByCode(SQLException failed) {
    return failed.getClass().getName().equals(DRIVERS) && WithDriver.hasContext(failed);
  }

  /** Loaded only where there is such a failure, so a driver. */
  private static final class WithDriver {
    static boolean hasContext(SQLException failed) {
      ServerErrorMessage told = ((PSQLException) failed).getServerErrorMessage();
      return told != null && told.getWhere() != null;
    }
  }
}
