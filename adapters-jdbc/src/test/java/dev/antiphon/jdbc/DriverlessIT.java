package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.spi.Settings;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverlessIT {

  @ParameterizedTest
  @ValueSource(strings = {"/postgresql/postgresql/", "flyway-database-postgresql"})
  @DisplayName("ERR-6: a URL of PostgreSQL without its jars is refused at once, and both are named")
  void jarsAreNamed(String missing) throws Exception {
    try (ChildJvm child = ChildJvm.startWithout(missing, Binder.class)) {
      assertThat(child.readLine())
          .contains("org.postgresql:postgresql")
          .contains("org.flywaydb:flyway-database-postgresql")
          .doesNotContain("hunter2");
    }
  }

  /** Binds settings with a URL of PostgreSQL, and prints what is wrong with them. */
  static final class Binder {
    private Binder() {}

    public static void main(String[] arguments) {
      try {
        Settings.of(Map.of("jdbc.url", "jdbc:postgresql://host/db?password=hunter2"))
            .bind("jdbc", JdbcSettings.class);
        System.out.println("nothing");
      } catch (RuntimeException refused) {
        System.out.println(String.valueOf(refused.getMessage()).replace('\n', ' '));
      }
    }
  }
}
