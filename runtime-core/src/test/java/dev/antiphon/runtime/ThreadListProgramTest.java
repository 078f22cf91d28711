package dev.antiphon.runtime;

import dev.antiphon.testing.RandomPrograms;
import dev.antiphon.testing.Seeds;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ThreadListProgramTest {

  @Test
  @DisplayName(
      "LIST-3…20, EVT-7: random programs on a list whose storage answers late, in any order,"
          + " and fails at times, leave it as it is stored, and listeners know what it shows")
  void anyProgram() {
    RandomPrograms.check(
        ThreadListProgramTest.class,
        Seeds.of(ThreadListProgramTest.class, 400),
        ThreadListProgram::draw,
        ThreadListProgram::run);
  }
}
