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
   * Runs random programs.
   *
   * @param name what is tested, for the failure
   * @param count how many programs in a normal build; see {@link Seeds}
   * @param draw makes a program; must depend on nothing but its argument
   * @param run runs a program from the start and throws if something is wrong
   * @param <C> a command; its {@code toString} is what a failure shows
   * @throws AssertionError with seed and shrunk program, if a program fails
   */
  public static <C> void check(
      String name, int count, Function<RandomGenerator, List<C>> draw, Consumer<List<C>> run) {
    check(name, Seeds.of(count), draw, run);
  }

  /**
   * Runs the random programs of some seeds.
   *
   * @param name what is tested, for the failure
   * @param seeds one for each program
   * @param draw makes a program; must depend on nothing but its argument
   * @param run runs a program from the start and throws if something is wrong
   * @param <C> a command; its {@code toString} is what a failure shows
   * @throws AssertionError with seed and shrunk program, if a program fails
   */
  public static <C> void check(
      String name, long[] seeds, Function<RandomGenerator, List<C>> draw, Consumer<List<C>> run) {
    try (HangWatch watch = HangWatch.start()) {
      for (long seed : seeds) {
        watch.running(replay(name, seed));
        List<C> program = List.copyOf(draw.apply(new SplittableRandom(seed)));
        try {
          if (failureOf(program, run) != null) {
            throw failed(name, seed, program, run);
          }
        } catch (OutOfMemoryError endless) {
          throw new AssertionError(replay(name, seed) + " runs out of memory.", endless);
        }
      }
    }
  }

  private static String replay(String name, long seed) {
    return "%s with seed %d (replay with -D%s=%d)".formatted(name, seed, Seeds.PROPERTY, seed);
  }

  private static <C> AssertionError failed(
      String name, long seed, List<C> program, Consumer<List<C>> run) {
    List<C> shrunk = Shrinker.shrink(program, part -> failureOf(part, run) != null);
    Throwable cause = failureOf(shrunk, run);
    String shown = shrunk.stream().map(each -> "  " + each).collect(Collectors.joining("\n"));
    return new AssertionError(
        "%s fails.%nShrunk program, %d of %d commands:%n%s%n%s"
            .formatted(replay(name, seed), shrunk.size(), program.size(), shown, cause),
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
