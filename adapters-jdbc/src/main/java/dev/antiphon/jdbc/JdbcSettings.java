package dev.antiphon.jdbc;

import dev.antiphon.spi.Secret;
import dev.antiphon.spi.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of {@link JdbcPlugin}.
 *
 * @param url where the database is; without one it is in the folder
 * @param folder where the embedded database is kept
 * @param user who connects to the URL
 * @param password the user's password
 * @param durability what an acknowledged change survives; without one, the usual of the database
 * @param timeout how long the database is waited for
 * @param connections how many connections there are at most
 */
record JdbcSettings(
    @Setting(value = "JDBC URL of an H2 or PostgreSQL database", secret = true)
    Optional<String> url,

    @Setting(value = "folder of the embedded database", defaultValue = "antiphon-data")
    Path folder,

    @Setting("user of the database at the URL") Optional<String> user,
    @Setting("password of that user") Optional<Secret> password,

    @Setting("what an acknowledged change survives: process or power")
    Optional<Durability> durability,

    @Setting(value = "how long the database is waited for", defaultValue = "5s")
    Duration timeout,

    @Setting(value = "how many connections there are at most", defaultValue = "10")
    int connections) {

  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** A class of each jar that only PostgreSQL needs. */
  private static final List<String> CLASSES_FOR_POSTGRESQL =
      List.of("org.postgresql.Driver", "org.flywaydb.database.postgresql.PostgreSQLDatabaseType");

  /** Refuses a URL that will not do; the message says why, and nothing of the URL. */
  JdbcSettings {
    url.ifPresent(Location::checked);
    new PoolOptions(Durability.PROCESS, timeout, connections);
  }

  /** Returns the database that is meant. */
  Location location() {
    boolean isPostgres = url.filter(given -> given.startsWith(POSTGRESQL)).isPresent();
    Durability usual = isPostgres ? Durability.POWER : Durability.PROCESS;
    PoolOptions options = new PoolOptions(durability.orElse(usual), timeout, connections);
    return new Location(url, folder, user, password.map(Secret::reveal), options);
  }

  /** Tells nothing of the place: a URL may have a password in it. */
  @Override
  public String toString() {
    return "JdbcSettings[%s, %s, %d connections]".formatted(durability, timeout, connections);
  }

  /**
   * A database, comparable: two secrets are not.
   *
   * @param url as in the settings
   * @param folder as in the settings
   * @param user as in the settings
   * @param password as in the settings
   * @param options the others
   */
  record Location(
      Optional<String> url,
      Path folder,
      Optional<String> user,
      Optional<String> password,
      PoolOptions options) {

    /** Returns a source that connects on first use. */
    DatabaseSource connect() {
      if (url.isEmpty()) {
        EmbeddedH2 h2 = new EmbeddedH2(folder.resolve("chat"), options);
        return new DatabaseSource(h2.dataSource(), h2::close);
      }
      ConnectionPool pool =
          new ConnectionPool(checked(url.get()), user.orElse(null), password.orElse(null), options);
      return new DatabaseSource(pool, pool::close);
    }

    private static String checked(String url) {
      if (H2Url.isH2(url)) {
        return H2Url.checked(url);
      }
      if (!url.startsWith(POSTGRESQL)) {
        throw new IllegalArgumentException(
            "The JDBC URL starts neither with jdbc:h2: nor with jdbc:postgresql:. Use one of these databases.");
      }
      try {
        for (String needed : CLASSES_FOR_POSTGRESQL) {
          Class.forName(needed);
        }
        return url;
      } catch (ClassNotFoundException missing) {
        throw new IllegalArgumentException(
            "The JDBC URL is one of PostgreSQL, for which the class path lacks %s. Add org.postgresql:postgresql and org.flywaydb:flyway-database-postgresql."
                .formatted(missing.getMessage()),
            missing);
      }
    }

    @Override
    public String toString() {
      return "Location[" + options + "]";
    }
  }
}
