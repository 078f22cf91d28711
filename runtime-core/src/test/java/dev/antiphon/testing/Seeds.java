package dev.antiphon.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The seeds of randomized tests. Half of them are the same in every build, the other half differ
 * from build to build. {@code -Dantiphon.seed=S} runs the one program of seed S in their place;
 * {@code -Pthorough} runs twenty times as many.
 */
public final class Seeds {

  /** The system property that names the one seed to run. */
  public static final String PROPERTY = "antiphon.seed";

  private static final int THOROUGH_FACTOR = 20;

  private Seeds() {}

  /**
   * Returns the seeds to run.
   *
   * @param count how many in a normal build
   */
  public static long[] of(int count) {
    int times = Boolean.getBoolean("antiphon.thorough") ? THOROUGH_FACTOR : 1;
    return of(count * times, System.getProperty(PROPERTY), new SecureRandom().nextLong());
  }

  /**
   * Returns the seeds to run, and prints them: first those that failed once, which
   * {@code seeds.txt} on the class path lists as {@code name seed}, then fixed and new ones.
   *
   * @param name what is tested
   * @param normal how many in a normal build
   * @param thorough how many with {@code -Pthorough}
   */
  public static long[] of(String name, int normal, int thorough) {
    int count = Boolean.getBoolean("antiphon.thorough") ? thorough : normal;
    String replayed = System.getProperty(PROPERTY);
    long base = 1_000_000L * (1 + new SecureRandom().nextInt(1_000_000_000));
    long[] seeds = of(count, replayed, base);
    if (seeds.length == 1 && count > 1) {
      return seeds;
    }
    System.out.printf(
        "%s: seeds 1 to %d and %d to %d%n",
        name, (count + 1) / 2, base, base + count - (count + 1) / 2 - 1);
    return LongStream.concat(failedOnce(name), LongStream.of(seeds)).toArray();
  }

  /**
   * Returns seeds that are the same in every build, or the one that is replayed; with
   * {@code -Pthorough} new ones come too.
   *
   * @param name what is tested
   * @param normal how many in a normal build
   * @param thorough how many with {@code -Pthorough}
   */
  public static long[] fixed(String name, int normal, int thorough) {
    String replayed = System.getProperty(PROPERTY);
    if (Boolean.getBoolean("antiphon.thorough") || (replayed != null && !replayed.isBlank())) {
      return of(name, normal, thorough);
    }
    return LongStream.concat(failedOnce(name), LongStream.rangeClosed(1, normal))
        .toArray();
  }

  private static LongStream failedOnce(String name) {
    try (InputStream file = Seeds.class.getResourceAsStream("/seeds.txt")) {
      if (file == null) {
        return LongStream.empty();
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .map(String::strip)
          .filter(line -> line.startsWith(name + " "))
          .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).strip()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static long[] of(int count, @Nullable String replayed, long base) {
    if (replayed != null && !replayed.isBlank()) {
      return new long[] {Long.parseLong(replayed.strip())};
    }
    int fixed = (count + 1) / 2;
    return LongStream.concat(
            LongStream.rangeClosed(1, fixed),
            LongStream.range(0, count - fixed).map(index -> base + index))
        .toArray();
  }
}
