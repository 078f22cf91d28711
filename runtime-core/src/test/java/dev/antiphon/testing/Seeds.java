package dev.antiphon.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The seeds of randomized tests: those that failed once, which {@code seeds.txt} on the class path
 * keeps for ever, then as many as were asked for, of which half are the same in every build and the
 * other half are new in each. The new ones count up from a base that is printed.
 *
 * <p>{@code -Dantiphon.seed=S} runs the one program of seed S in their place,
 * {@code -Dantiphon.seeds.base=B} all those of the build that printed B, and {@code -Pthorough}
 * more of them.
 */
public final class Seeds {

  private static final String ONE = "antiphon.seed";
  private static final String BASE = "antiphon.seeds.base";

  private static final int THOROUGH_FACTOR = 20;
  private static final long FIRST_BASE = 1_000_000_000L;
  private static final int BASES = 1_000_000_000;

  /** The base of this build. */
  private static final long BUILD = base();

  private Seeds() {}

  private static long base() {
    Long given = Long.getLong(BASE);
    // Far enough apart that no two builds run the same seeds by chance.
    return given != null ? given : FIRST_BASE * (1 + new SecureRandom().nextInt(BASES));
  }

  /**
   * Returns the seeds to run, and prints them; {@code -Pthorough} runs twenty times as many.
   *
   * @param test the class of the test
   * @param normal how many in a normal build
   */
  public static long[] of(Class<?> test, int normal) {
    return of(test, normal, normal * THOROUGH_FACTOR);
  }

  /**
   * Returns the seeds to run, and prints them.
   *
   * @param test the class of the test, which {@code seeds.txt} names as {@code name seed}
   * @param normal how many in a normal build, beside those that failed once
   * @param thorough how many with {@code -Pthorough}
   */
  public static long[] of(Class<?> test, int normal, int thorough) {
    String one = System.getProperty(ONE);
    if (one != null && !one.isBlank()) {
      return new long[] {Long.parseLong(one.strip())};
    }
    int count = Boolean.getBoolean("antiphon.thorough") ? thorough : normal;
    long[] failed = failedOnce(test.getSimpleName(), seedsFile());
    long[] seeds = of(count, BUILD);
    System.out.printf(
        "%s: %d seeds that failed once, %d fixed ones, and %d new ones (-D%s=%d)%n",
        test.getSimpleName(), failed.length, (count + 1) / 2, count / 2, BASE, BUILD);
    return LongStream.concat(LongStream.of(failed), LongStream.of(seeds)).toArray();
  }

  static long[] of(int count, long base) {
    int fixed = (count + 1) / 2;
    return LongStream.concat(
            LongStream.rangeClosed(1, fixed), LongStream.range(base, base + count - fixed))
        .toArray();
  }

  /**
   * Returns the command that runs one seed again.
   *
   * @param test the class of the test
   * @param seed the seed
   */
  public static String replay(Class<?> test, long seed) {
    // Surefire runs the tests of a module in its folder.
    Path module = Path.of("").toAbsolutePath().getFileName();
    return "mvn -pl %s test -Dtest=%s -D%s=%d".formatted(module, test.getSimpleName(), ONE, seed);
  }

  static long[] failedOnce(String test, @Nullable String file) {
    return file == null
        ? new long[0]
        : file.lines()
            .map(String::strip)
            .filter(line -> line.startsWith(test + " "))
            .mapToLong(line -> Long.parseLong(line.substring(test.length() + 1).strip()))
            .toArray();
  }

  private static @Nullable String seedsFile() {
    try (InputStream file = Seeds.class.getResourceAsStream("/seeds.txt")) {
      return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
