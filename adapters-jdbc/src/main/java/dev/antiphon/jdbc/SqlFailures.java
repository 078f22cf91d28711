package dev.antiphon.jdbc;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.port.StorageException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * What a driver threw, as a {@link StorageException} (rule ERR-6). Values that were bound are in
 * none of its texts, those of its causes included.
 */
final class SqlFailures {

  /** Another transaction was in the way: serialisation failure, deadlock, lock time-out of H2. */
  private static final Set<String> IN_THE_WAY = Set.of("40001", "40P01", "50200", "90131");

  private static final String DUPLICATE_KEY = "23505";

  /** H2 cannot read or make the file or its folder. */
  private static final Set<String> CANNOT_OPEN = Set.of("90028", "90031", "90062");

  private static final Set<String> TIMEOUT = Set.of("57014", "55P03", "25P03", "HYT00");

  private static final Set<String> TOO_LARGE = Set.of("22001", "54000", "54001");

  private static final Set<Integer> CORRUPT = Set.of(
      DataUtils.ERROR_FILE_CORRUPT,
      DataUtils.ERROR_UNSUPPORTED_FORMAT,
      DataUtils.ERROR_SERIALIZATION,
      DataUtils.ERROR_BLOCK_NOT_FOUND,
      DataUtils.ERROR_CHUNK_NOT_FOUND);

  /**
   * Classes of SQL states whose texts speak of connections, tables and resources, not of values.
   */
  private static final Set<String> WITHOUT_VALUES =
      Set.of("08", "28", "42", "53", "57", "58", "90");

  private final String place;

  SqlFailures(String place) {
    this.place = place;
  }

  /** Returns whether the same transaction may succeed if it is tried again. */
  static boolean isWorthRepeating(RuntimeException failed) {
    return sqlFailureIn(failed)
        .filter(sql -> matches(sql, IN_THE_WAY) || matches(sql, Set.of(DUPLICATE_KEY)))
        .isPresent();
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
    String state = stateOf(sql);
    if (state.equals("90020")) {
      return failure(
          "in-use",
          "Cannot open %s: another process has it open. End that process, choose another file, or use PostgreSQL."
              .formatted(place),
          true,
          sql);
    }
    if (isDiskFull(sql, state)) {
      return failure(
          "disk-full",
          "Cannot write to %s: the disk is full. Make room; nothing acknowledged is lost."
              .formatted(place),
          true,
          sql);
    }
    if (isCorrupt(sql, state)) {
      return failure(
          "unavailable",
          "Cannot read %s: it is damaged, or it is no H2 database (%s). Restore it from a backup, or move it away to start with an empty one."
              .formatted(place, state),
          false,
          sql);
    }
    if (CANNOT_OPEN.contains(state)) {
      return failure(
          "unavailable",
          "Cannot open %s (%s). See that its folder is there and can be read and written, and that the file is a whole H2 database."
              .formatted(place, state),
          true,
          sql);
    }
    if (isTimeout(sql, state)) {
      return failure(
          "timeout",
          "No answer in time from %s (%s). Try again; if it happens often, look for long transactions or allow more connections."
              .formatted(place, state),
          true,
          sql);
    }
    if (matches(sql, TOO_LARGE)) {
      return failure(
          "too-large",
          "A value is larger than %s can keep (%s). Store something smaller."
              .formatted(place, state),
          false,
          sql);
    }
    if (state.startsWith("42")) {
      return failure(
          "schema",
          "The tables in %s are not those that this Antiphon knows (%s). Let it migrate them, or use another database."
              .formatted(place, state),
          false,
          sql);
    }
    if (state.startsWith("28")) {
      return failure(
          "unavailable",
          "%s refuses the user or password (%s). Correct the settings.".formatted(place, state),
          false,
          sql);
    }
    return failure(
        "unavailable",
        "%s cannot be used (%s). See the cause; try again when it is back.".formatted(place, state),
        true,
        sql);
  }

  private static StorageException failure(
      String code, String message, boolean retryable, SQLException cause) {
    String sentence = message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1);
    return new StorageException(code, sentence, retryable, withoutValues(cause));
  }

  /** Returns a failure that tells state and place; the driver's text only if no value is in it. */
  private static SQLException withoutValues(SQLException sql) {
    String state = stateOf(sql);
    if (state.length() >= 2 && WITHOUT_VALUES.contains(state.substring(0, 2))) {
      return sql;
    }
    SQLException told = new SQLException(
        sql.getClass().getSimpleName() + ", its text left out",
        sql.getSQLState(),
        sql.getErrorCode());
    told.setStackTrace(sql.getStackTrace());
    return told;
  }

  private static boolean isTimeout(SQLException sql, String state) {
    boolean isPoolEmpty = sql instanceof SQLTransientConnectionException && sql.getCause() == null;
    return isPoolEmpty
        || sql instanceof SQLTimeoutException
        || TIMEOUT.contains(state)
        || matches(sql, IN_THE_WAY);
  }

  private static boolean isDiskFull(SQLException sql, String state) {
    if (state.equals("53100")) {
      return true;
    }
    for (Throwable cause = sql; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      if (cause instanceof IOException
          && text != null
          && (text.contains("No space left") || text.contains("not enough space"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCorrupt(SQLException sql, String state) {
    if (state.equals("90030") || state.equals("90048")) {
      return true;
    }
    for (Throwable cause = sql; cause != null; cause = cause.getCause()) {
      if (cause instanceof MVStoreException store && CORRUPT.contains(store.getErrorCode())) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(SQLException sql, Set<String> states) {
    return states.contains(stateOf(sql)) || states.contains(String.valueOf(sql.getErrorCode()));
  }

  private static String stateOf(SQLException sql) {
    String state = sql.getSQLState();
    if (state != null) {
      return state;
    }
    return sql.getErrorCode() == 0
        ? sql.getClass().getSimpleName()
        : String.valueOf(sql.getErrorCode());
  }
}
