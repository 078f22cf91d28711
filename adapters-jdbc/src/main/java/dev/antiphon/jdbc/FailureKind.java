package dev.antiphon.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.function.Predicate;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * What a driver's failure comes to (rule ERR-6): the code, whether trying again may help, and the
 * words. The first kind that fits is the right one.
 */
enum FailureKind {
  IN_USE(
      "in-use",
      true,
      "Cannot open %s: another process has it open (%s). End that process, choose another file, or use PostgreSQL.",
      states("90020")),

  DISK_FULL(
      "disk-full",
      true,
      "Cannot write to %s: the disk is full (%s). Make room; nothing acknowledged is lost.",
      states("53100").or(FailureKind::saysNoSpace)),

  DAMAGED(
      "unavailable",
      false,
      "Cannot read %s: it is damaged, or it is no H2 database (%s). Restore it from a backup, or move it away to start with an empty one.",
      states("90030", "90048", "90143").or(FailureKind::isCorrupt)),

  CANNOT_OPEN(
      "unavailable",
      true,
      "Cannot open %s (%s). See that its folder is there and can be read and written, and that the file is a whole H2 database.",
      states("90028", "90031", "90062")),

  TIMEOUT(
      "timeout",
      true,
      "No answer in time from %s (%s). Try again; if it happens often, look for long transactions or allow more connections.",
      states("57014", "55P03", "25P03", "HYT00", "40001", "40P01", "50200", "90131")
          .or(FailureKind::isPoolEmpty)
          .or(SQLTimeoutException.class::isInstance)),

  TOO_LARGE(
      "too-large",
      false,
      "A value is larger than %s can keep (%s). Store something smaller.",
      states("22001", "54000", "54001")),

  CONSTRAINT(
      "conflict",
      false,
      "%s holds something that this change contradicts (%s). Load the thread again.",
      stateClass("23")),

  READ_ONLY(
      "unavailable",
      true,
      "Cannot write to %s: it takes no changes now (%s). Wait until it is the primary again, or write to the one that is.",
      states("25006", "90097")),

  SCHEMA(
      "schema",
      false,
      "The tables in %s are not those that this Antiphon knows (%s). Let it migrate them, or use another database.",
      stateClass("42")),

  LOGIN(
      "unavailable",
      false,
      "%s refuses the user or password (%s). Correct the settings.",
      stateClass("28")),

  OTHER(
      "unavailable",
      true,
      "%s cannot be used (%s). See the cause; try again when it is back.",
      any -> true);

  private final String code;
  private final boolean retryable;
  private final String words;

  @SuppressWarnings("ImmutableEnumChecker") // every predicate here is one without state
  private final Predicate<SQLException> fits;

  FailureKind(String code, boolean retryable, String words, Predicate<SQLException> fits) {
    this.code = code;
    this.retryable = retryable;
    this.words = words;
    this.fits = fits;
  }

  /** Returns what a failure comes to. */
  static FailureKind of(SQLException failed) {
    for (FailureKind kind : values()) {
      if (kind.fits.test(failed)) {
        return kind;
      }
    }
    throw new AssertionError("No kind fits.");
  }

  String code() {
    return code;
  }

  boolean isRetryable() {
    return retryable;
  }

  /** Returns a sentence about a place, such as {@code the database}, and a state. */
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
      if (cause instanceof MVStoreException store && Corrupt.CODES.contains(store.getErrorCode())) {
        return true;
      }
    }
    return false;
  }

  /** Apart, since an enum's constants come before its other static fields. */
  private static final class Corrupt {
    static final Set<Integer> CODES = Set.of(
        DataUtils.ERROR_FILE_CORRUPT,
        DataUtils.ERROR_UNSUPPORTED_FORMAT,
        DataUtils.ERROR_SERIALIZATION,
        DataUtils.ERROR_BLOCK_NOT_FOUND,
        DataUtils.ERROR_CHUNK_NOT_FOUND);
  }
}
