package dev.antiphon.jdbc;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * H2's JDBC URLs, with what durability and safety need.
 *
 * <p>{@code WRITE_DELAY=0} makes a commit survive the death of the process; with H2's default it
 * loses up to half a second of acknowledged commits. Settings that undo this, run SQL when
 * connecting, open a port, write traces or switch off the lock of the file are refused.
 */
final class H2Url {

  private static final String PREFIX = "jdbc:h2:";

  private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\);");

  // H2 traces errors to a file by default, with the values that were bound.
  private static final List<String> OURS = List.of(
      "WRITE_DELAY=0",
      "DB_CLOSE_ON_EXIT=FALSE",
      "MODE=PostgreSQL",
      "DATABASE_TO_LOWER=TRUE",
      "TRACE_LEVEL_FILE=0");

  private H2Url() {}

  static boolean isH2(String url) {
    return url.startsWith(PREFIX);
  }

  /**
   * Returns the URL of a database in a file.
   *
   * @param file the file, without the {@code .mv.db} that H2 adds
   */
  static String ofFile(Path file) {
    String path = file.toAbsolutePath().normalize().toString();
    if (path.indexOf(';') >= 0) {
      throw new IllegalArgumentException(
          "The path of a database must not have a semicolon, but '%s' has one. Choose another folder."
              .formatted(path));
    }
    return PREFIX + "file:" + path + ";" + String.join(";", OURS);
  }

  /**
   * Returns a given URL with {@code WRITE_DELAY=0} and the other settings of ours that it leaves
   * out.
   *
   * @throws IllegalArgumentException if it has a setting that is refused; the message names it
   */
  static String checked(String url) {
    int start = url.indexOf(';');
    if (start >= 0 && url.indexOf('\\', start) >= 0) {
      // H2 takes a backslash for an escape, so a setting could hide behind one.
      throw new IllegalArgumentException(
          "The settings of the JDBC URL must not have a backslash. Remove it.");
    }
    Map<String, String> settings = settingsOf(url);
    settings.forEach(H2Url::check);
    StringBuilder checked = new StringBuilder(url);
    for (String ours : OURS) {
      if (!settings.containsKey(ours.substring(0, ours.indexOf('=')))) {
        checked.append(';').append(ours);
      }
    }
    return checked.toString();
  }

  /**
   * Checks that a URL of the host's keeps what is committed.
   *
   * @throws IllegalArgumentException if it has a setting that does not; the message names it
   */
  static void checkDurability(String url) {
    settingsOf(url).forEach(H2Url::checkDurability);
  }

  /** Returns the settings; a semicolon behind a backslash ends none. */
  private static Map<String, String> settingsOf(String url) {
    Map<String, String> settings = new LinkedHashMap<>();
    int start = url.indexOf(';');
    for (String setting : SEPARATOR.split(start < 0 ? "" : url.substring(start + 1), -1)) {
      int equal = setting.indexOf('=');
      if (equal > 0) {
        settings.put(
            setting.substring(0, equal).strip().toUpperCase(Locale.ROOT),
            setting.substring(equal + 1).strip());
      }
    }
    return settings;
  }

  private static void checkDurability(String name, String value) {
    if (name.equals("WRITE_DELAY") && !value.equals("0")) {
      throw refused(name, "a process that dies would lose messages that were acknowledged");
    }
    if (name.equals("RETENTION_TIME")) {
      throw refused(name, "a process that dies could lose messages that were acknowledged");
    }
  }

  private static void check(String name, String value) {
    checkDurability(name, value);
    if (name.equals("FILE_LOCK")) {
      throw refused(name, "two processes could destroy each other's data");
    }
    if (name.equals("INIT")) {
      throw refused(name, "it runs SQL with every connection");
    }
    if (name.equals("AUTO_SERVER") || name.equals("AUTO_SERVER_PORT")) {
      throw refused(name, "it opens the database to the network");
    }
    if (name.startsWith("TRACE_")) {
      throw refused(name, "traces have the text of messages in them");
    }
  }

  private static IllegalArgumentException refused(String name, String reason) {
    return new IllegalArgumentException(
        "The JDBC URL sets %s, which is refused: %s. Remove it from the URL."
            .formatted(name, reason));
  }
}
