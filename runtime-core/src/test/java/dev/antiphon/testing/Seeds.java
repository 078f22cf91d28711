package dev.antiphon.testing;

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
