package dev.antiphon.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/** Where a database is, as far as its source tells: never what is secret. */
final class DatabasePlace {

  private static final String H2 = "jdbc:h2:";
  private static final String FILE = "file:";

  private DatabasePlace() {}

  /** Returns how failures call it: words such as {@code the database file '/var/chat.mv.db'}. */
  static String of(DataSource dataSource) {
    String url = urlOf(dataSource);
    if (url == null || !url.startsWith(H2)) {
      return "the database";
    }
    String name = url.substring(H2.length()).split(";", 2)[0];
    if (name.startsWith(FILE)) {
      return "the database file '" + name.substring(FILE.length()) + ".mv.db'";
    }
    boolean isFile = name.startsWith("/") || name.startsWith(".") || name.startsWith("~");
    return isFile ? "the database file '" + name + ".mv.db'" : "the database";
  }

  /**
   * Checks what a source says of itself, as far as it can be asked.
   *
   * @throws IllegalArgumentException if H2 would lose what it committed; the message names the
   *     setting
   */
  static void checkDurability(DataSource dataSource) {
    String url = urlOf(dataSource);
    if (url != null && H2Url.isH2(url)) {
      H2Url.checkDurability(url);
    }
  }

  private static @Nullable String urlOf(DataSource dataSource) {
    if (dataSource instanceof HikariDataSource pool) {
      return pool.getJdbcUrl();
    }
    return dataSource instanceof JdbcDataSource h2 ? h2.getURL() : null;
  }
}
