package dev.antiphon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RandomProgramsTest {

  private static final Class<?> TEST = RandomProgramsTest.class;
  private static final long[] SEEDS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

  @Test
  @DisplayName("a failing program is shown with nothing but the commands it needs")
  void showsShrunkProgram() {
    assertThatThrownBy(() -> RandomPrograms.check(
            TEST, SEEDS, RandomProgramsTest::numbers, RandomProgramsTest::refuseTwoSevens))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Shrunk program, 2 of 50 commands:")
        .hasMessageContaining("  7\n  7\n")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("a failing program is shown with the command that runs its seed again")
  void showsReplayCommand() {
    assertThat(failure(SEEDS))
        .hasMessageContaining(
            "'mvn -pl runtime-core test -Dtest=RandomProgramsTest -Dantiphon.seed=");
  }

  @Test
  @DisplayName("the seed in the message fails again, with the same program")
  void replays() {
    Throwable first = failure(SEEDS);
    long seed = Long.parseLong(
        String.valueOf(first.getMessage()).replaceAll("(?s).*antiphon.seed=(-?\\d+).*", "$1"));

    Throwable again = failure(new long[] {seed});

    assertThat(again).hasMessage(first.getMessage());
  }

  @Test
  @DisplayName("programs that do not fail are run once for each seed")
  void runsEachSeed() {
    AtomicInteger runs = new AtomicInteger();

    RandomPrograms.check(
        TEST, SEEDS, RandomProgramsTest::numbers, program -> runs.incrementAndGet());

    assertThat(runs).hasValue(SEEDS.length);
  }

  @Test
  @DisplayName("a shrunk program fails, and no longer does without any one of its commands")
  void shrinksToMinimum() {
    List<Integer> program = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      program.add(i);
    }

    List<Integer> shrunk =
        Shrinker.shrink(program, part -> part.containsAll(List.of(3, 50, 51, 99)));

    assertThat(shrunk).containsExactly(3, 50, 51, 99);
  }

  private static Throwable failure(long[] seeds) {
    try {
      RandomPrograms.check(
          TEST, seeds, RandomProgramsTest::numbers, RandomProgramsTest::refuseTwoSevens);
    } catch (AssertionError failure) {
      return failure;
    }
    throw new IllegalStateException("No program failed.");
  }

  private static List<Integer> numbers(RandomGenerator random) {
    return random.ints(50, 0, 10).boxed().toList();
  }

  private static void refuseTwoSevens(List<Integer> program) {
    if (program.stream().filter(number -> number == 7).count() >= 2) {
      throw new IllegalStateException("two sevens");
    }
  }
}
