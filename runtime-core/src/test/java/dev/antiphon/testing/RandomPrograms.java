package dev.antiphon.testing;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A property test: programs of random commands are run until one fails, which is then shrunk and
 * shown with its seed. One that does not end is named on the console.
 *
 * <p>A command names its arguments in a way that has a meaning in every state ("the third message,
 * modulo their number"), so that a program from which commands were taken still runs.
 */
public final class RandomPrograms {

  private RandomPrograms() {}

  /**
   * Runs the random programs of some seeds.
   *
   * @param test the class of the test, for the failure
   * @param seeds one for each program; see {@link Seeds}
   * @param draw makes a program; must depend on nothing but its argument
   * @param run runs a program from the start and throws if something is wrong
   * @param <C> a command; its {@code toString} is what a failure shows
   * @throws AssertionError with seed and shrunk program, if a program fails
   */
  public static <C> void check(
      Class<?> test, long[] seeds, Function<RandomGenerator, List<C>> draw, Consumer<List<C>> run) {
    try (HangWatch watch = HangWatch.start()) {
      for (long seed : seeds) {
        watch.running(named(test, seed));
        List<C> program = List.copyOf(draw.apply(new SplittableRandom(seed)));
        try {
          if (failureOf(program, run) != null) {
            throw failed(test, seed, program, run);
          }
        } catch (OutOfMemoryError endless) {
          throw new AssertionError(named(test, seed) + " runs out of memory.", endless);
        }
      }
    }
  }

  private static String named(Class<?> test, long seed) {
    return "%s with seed %d (replay with '%s', then keep it in seeds.txt)"
        .formatted(test.getSimpleName(), seed, Seeds.replay(test, seed));
  }

  private static <C> AssertionError failed(
      Class<?> test, long seed, List<C> program, Consumer<List<C>> run) {
    List<C> shrunk = Shrinker.shrink(program, part -> failureOf(part, run) != null);
    Throwable cause = failureOf(shrunk, run);
    String shown = shrunk.stream().map(each -> "  " + each).collect(Collectors.joining("\n"));
    return new AssertionError(
        "%s fails.%nShrunk program, %d of %d commands:%n%s%n%s"
            .formatted(named(test, seed), shrunk.size(), program.size(), shown, cause),
        cause);
  }

  private static <C> @Nullable Throwable failureOf(List<C> program, Consumer<List<C>> run) {
    try {
      run.accept(program);
      return null;
    } catch (RuntimeException | AssertionError | StackOverflowError failure) {
      return failure;
    }
  }
}
