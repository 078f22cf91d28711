package dev.antiphon.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SeedsTest {

  @Test
  @DisplayName("half of the seeds are fixed, half count up from the base of the build")
  void halfFixed() {
    assertThat(Seeds.of(5, 100)).containsExactly(1, 2, 3, 100, 101);
    assertThat(Seeds.of(4, 100)).containsExactly(1, 2, 100, 101);
  }

  @Test
  @DisplayName("what failed once is kept in a file, by the name of its test")
  void failedOnce() {
    String file = """
        # kept for ever
        SomeTest 7
        OtherTest 8
        SomeTestOfMore 9
        SomeTest  -10
        """;

    assertThat(Seeds.failedOnce("SomeTest", file)).containsExactly(7, -10);
    assertThat(Seeds.failedOnce("NoTest", file)).isEmpty();
    assertThat(Seeds.failedOnce("SomeTest", null)).isEmpty();
  }

  @Test
  @DisplayName("a seed is run again by one command")
  void replay() {
    assertThat(Seeds.replay(SeedsTest.class, -5))
        .isEqualTo("mvn -pl runtime-core test -Dtest=SeedsTest -Dantiphon.seed=-5");
  }
}
