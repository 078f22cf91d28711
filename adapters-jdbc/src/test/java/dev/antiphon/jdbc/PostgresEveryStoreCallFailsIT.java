package dev.antiphon.jdbc;

import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresEveryStoreCallFailsIT extends EveryStoreCallFailsContract {

  @SuppressWarnings("NullAway.Init") // set while the superclass is made
  private ConnectionPool pool;

  @Override
  DataSource database() {
    pool = new ConnectionPool(
        TestDatabases.postgresUrl(), null, null, PoolOptions.of(Durability.PROCESS));
    return pool;
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @ParameterizedTest
  @EnumSource(names = "UNHEARD")
  @DisplayName(
      "D8, G1, G6, HIST-7, HIST-8: whichever answer of the server is lost, nothing else is")
  void nothingIsLost(Fault fault) {
    assertNothingIsLost(fault);
  }
}
