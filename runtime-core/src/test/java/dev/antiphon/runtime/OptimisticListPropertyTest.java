package dev.antiphon.runtime;

import dev.antiphon.testing.RandomPrograms;
import dev.antiphon.testing.Seeds;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OptimisticListPropertyTest {

  @Test
  @DisplayName(
      "LIST-4, LIST-8, LIST-9: in whatever order the storage reads, does and answers, the list"
          + " shows its newest list and every change that this may lack, in the order of the calls")
  void anyOrder() {
    RandomPrograms.check(
        OptimisticListPropertyTest.class,
        Seeds.of(OptimisticListPropertyTest.class, 2_000),
        ListProgram::draw,
        ListProgram::run);
  }
}
