package dev.antiphon.jdbc;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * What a driver's failure comes to (rule ERR-6).
 *
 * @param code the code of the port's exception
 * @param isRetryable whether trying again may help
 * @param words a sentence about a place and an SQL state
 * @param fits which failures are of this kind
 */
record FailureKind(String code, boolean isRetryable, String words, Predicate<SQLException> fits) {

  private static final Set<Integer> CORRUPT = Set.of(
      DataUtils.ERROR_FILE_CORRUPT,
      DataUtils.ERROR_UNSUPPORTED_FORMAT,
      DataUtils.ERROR_SERIALIZATION,
      DataUtils.ERROR_BLOCK_NOT_FOUND,
      DataUtils.ERROR_CHUNK_NOT_FOUND);

  /** The first that fits is the right one. */
  private static final List<FailureKind> KINDS = List.of(
      new FailureKind(
          "in-use",
          true,
          "Cannot open %s: another process has it open (%s). End that process, choose another file, or use PostgreSQL.",
          states("90020")),
      new FailureKind(
          "disk-full",
          true,
          "Cannot write to %s: the disk is full (%s). Make room; nothing acknowledged is lost.",
          states("53100").or(FailureKind::saysNoSpace)),
      new FailureKind(
          "unavailable",
          false,
          "Cannot read %s: it is damaged, or it is no H2 database (%s). Restore it from a backup, or move it away to start with an empty one.",
          states("90030", "90048", "90143").or(FailureKind::isCorrupt)),
      new FailureKind(
          "unavailable",
          true,
          "Cannot open %s (%s). See that its folder is there and can be read and written, and that the file is a whole H2 database.",
          states("90028", "90031", "90062")),
      new FailureKind(
          "timeout",
          true,
          "No answer in time from %s (%s). Try again; if it happens often, look for long transactions or allow more connections.",
          states("57014", "55P03", "25P03", "HYT00", "40001", "40P01", "50200", "90131")
              .or(FailureKind::isPoolEmpty)
              .or(SQLTimeoutException.class::isInstance)
              .or(FailureKind::isSocketTimeout)),
      new FailureKind(
          "too-large",
          false,
          "A value is larger than %s can keep (%s). Store something smaller.",
          states("22001", "54000", "54001")),
      new FailureKind(
          "conflict",
          false,
          "%s holds something that this change contradicts (%s). Load the thread again.",
          stateClass("23")),
      new FailureKind(
          "unavailable",
          true,
          "Cannot write to %s: it takes no changes now (%s). Wait until it is the primary again, or write to the one that is.",
          states("25006", "90097")),
      new FailureKind(
          "schema",
          false,
          "The tables in %s are not those that this Antiphon knows (%s). Let it migrate them, or use another database.",
          stateClass("42")),
      new FailureKind(
          "unavailable",
          false,
          "%s refuses the user or password (%s). Correct the settings.",
          stateClass("28")),
      new FailureKind(
          "unavailable",
          true,
          "%s cannot be used (%s). See the cause; try again when it is back.",
          any -> true));

  /** Returns what a failure comes to. */
  static FailureKind of(SQLException failed) {
    return KINDS.stream().filter(kind -> kind.fits.test(failed)).findFirst().orElseThrow();
  }

  /** Returns the sentence about a place, such as {@code the database}, and a state. */
  String sentence(String place, String state) {
    String sentence = words.formatted(place, state);
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static Predicate<SQLException> states(String... states) {
    Set<String> wanted = Set.of(states);
    return failed -> SqlFailures.matches(failed, wanted);
  }

  private static Predicate<SQLException> stateClass(String prefix) {
    return failed -> SqlFailures.stateOf(failed).startsWith(prefix);
  }

  private static boolean isPoolEmpty(SQLException failed) {
    return failed instanceof SQLTransientConnectionException && failed.getCause() == null;
  }

  private static boolean isSocketTimeout(SQLException failed) {
    return failed.getCause() instanceof SocketTimeoutException;
  }

  private static boolean saysNoSpace(SQLException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      String text = cause.getMessage();
      if (cause instanceof IOException
          && text != null
          && (text.contains("No space left") || text.contains("not enough space"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCorrupt(SQLException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof MVStoreException store && CORRUPT.contains(store.getErrorCode())) {
        return true;
      }
    }
    return false;
  }
}
