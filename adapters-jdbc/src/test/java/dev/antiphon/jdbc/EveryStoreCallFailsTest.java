package dev.antiphon.jdbc;

import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EveryStoreCallFailsTest extends EveryStoreCallFailsContract {

  @Override
  DataSource database() {
    return TestDatabases.inMemory();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "D1, D2, D3, D6, D8, G1, G6, HIST-7, HIST-8: whichever call of the storage fails, nothing is lost")
  void nothingIsLost(Fault fault) {
    assertNothingIsLost(fault);
  }
}
