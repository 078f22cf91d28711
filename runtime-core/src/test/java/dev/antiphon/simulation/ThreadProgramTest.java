package dev.antiphon.simulation;

import dev.antiphon.testing.QuietLog;
import dev.antiphon.testing.RandomPrograms;
import dev.antiphon.testing.Seeds;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThreadProgramTest {

  private static final int PROGRAMS = 2_000;
  private static final int THOROUGH_PROGRAMS = 10_000;
  private static final int COMMANDS = 60;

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  @DisplayName(
      "SEND-1…9, RUN-7…26, CONT-1…25, TREE-3…19, QUEUE-1…8, LOAD-6…7: random programs do to a"
          + " thread what the rules say, and every invariant holds after each command")
  void agreesWithModel() {
    QuietLog.during(() -> RandomPrograms.check(
        ThreadProgramTest.class,
        Seeds.of(ThreadProgramTest.class, PROGRAMS, THOROUGH_PROGRAMS),
        random -> ThreadCommand.program(random, COMMANDS),
        ThreadProgram::check));
  }
}
