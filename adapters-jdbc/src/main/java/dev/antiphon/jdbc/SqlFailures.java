package dev.antiphon.jdbc;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.port.StorageException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * What a driver threw, as a {@link StorageException} (rule ERR-6). Values that were bound are in
 * none of its texts, those of its causes included.
 */
final class SqlFailures {

  /** Another transaction was in the way: serialisation failure, deadlock, lock time-out of H2. */
  private static final Set<String> IN_THE_WAY = Set.of("40001", "40P01", "50200", "90131");

  private static final String DUPLICATE_KEY = "23505";

  /**
   * The connection is gone, not merely refused: the server ends or went away, H2 has closed the
   * database.
   */
  private static final Set<String> CONNECTION_LOST = Set.of(
      "08000", "08003", "08006", "08007", "08P01", "57P01", "57P02", "57P05", "90007", "90067",
      "90098", "90121");

  /**
   * Classes of SQL states whose texts speak of connections, tables and resources, not of values.
   */
  private static final Set<String> WITHOUT_VALUES =
      Set.of("08", "25", "28", "42", "53", "55", "57", "58", "90");

  private final String place;

  SqlFailures(String place) {
    this.place = place;
  }

  /** Returns whether another transaction was in the way, so that the same one may succeed now. */
  static boolean isInTheWay(RuntimeException failed) {
    return sqlFailureIn(failed)
        .filter(sql -> matches(sql, IN_THE_WAY) || matches(sql, Set.of(DUPLICATE_KEY)))
        .isPresent();
  }

  /**
   * Returns whether the connection was lost. If that was in a commit, nobody knows whether it took
   * place.
   */
  static boolean isConnectionLost(RuntimeException failed) {
    return sqlFailureIn(failed).filter(SqlFailures::isConnectionLost).isPresent();
  }

  /** As the other one, of a driver's failure. */
  static boolean isConnectionLost(SQLException failed) {
    return matches(failed, CONNECTION_LOST);
  }

  /** Returns whether a statement failed since a table of its does not exist. */
  static boolean isUndefinedTable(RuntimeException failed) {
    return sqlFailureIn(failed)
        .map(SQLException::getSQLState)
        .filter(
            state -> state.equals("42P01") || state.startsWith("42S") || state.startsWith("421"))
        .isPresent();
  }

  /** Returns the driver's failure; the innermost, since pools wrap what the driver threw. */
  static Optional<SQLException> sqlFailureIn(Throwable failed) {
    SQLException found = null;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        found = sql;
      }
    }
    return Optional.ofNullable(found);
  }

  /** Returns what the port throws; failures of ours and wrong arguments as they are. */
  RuntimeException translate(RuntimeException failed) {
    Optional<SQLException> found = sqlFailureIn(failed);
    if (failed instanceof ChatRuntimeException || found.isEmpty()) {
      return failed;
    }
    SQLException sql = found.get();
    FailureKind kind = FailureKind.of(sql);
    return new StorageException(
        kind.code(), kind.sentence(place, stateOf(sql)), kind.isRetryable(), withoutValues(sql));
  }

  /** Returns a failure that tells state and place; the driver's text only if no value is in it. */
  private static SQLException withoutValues(SQLException sql) {
    String state = stateOf(sql);
    if (state.length() >= 2
        && WITHOUT_VALUES.contains(state.substring(0, 2))
        && !PostgresFailures.isRaisedByCode(sql)) {
      return sql;
    }
    SQLException told = new SQLException(
        sql.getClass().getSimpleName() + ", its text left out",
        sql.getSQLState(),
        sql.getErrorCode());
    told.setStackTrace(sql.getStackTrace());
    return told;
  }

  /** Returns whether the state or the number of a failure is one of these. */
  static boolean matches(SQLException sql, Set<String> states) {
    return states.contains(stateOf(sql)) || states.contains(String.valueOf(sql.getErrorCode()));
  }

  /** Returns the state of a failure, or the nearest to one that it has. */
  static String stateOf(SQLException sql) {
    String state = sql.getSQLState();
    if (state != null) {
      return state;
    }
    return sql.getErrorCode() == 0
        ? sql.getClass().getSimpleName()
        : String.valueOf(sql.getErrorCode());
  }
}
