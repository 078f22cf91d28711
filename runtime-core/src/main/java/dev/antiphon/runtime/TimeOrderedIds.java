package dev.antiphon.runtime;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Random;

/**
 * Ids that sort by time: milliseconds, a counter within the millisecond, and random bits (rule
 * MSG-2). A clock that goes back does not make them go back.
 */
final class TimeOrderedIds implements IdSource {

  private static final int COUNTER_BITS = 20;
  private static final int RANDOM_BITS = 60;

  private final InstantSource clock;
  private final Random random;

  // Guarded by this; nothing is called while it is held but the clock and the random source.
  private long lastMillis;
  private long counter;

  TimeOrderedIds(InstantSource clock) {
    this(clock, new SecureRandom());
  }

  TimeOrderedIds(InstantSource clock, Random random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public synchronized String next(String prefix) {
    long now = clock.millis();
    if (now > lastMillis) {
      lastMillis = now;
      counter = 0;
    } else if (++counter == 1L << COUNTER_BITS) {
      lastMillis++;
      counter = 0;
    }
    long bits = random.nextLong() & ((1L << RANDOM_BITS) - 1);
    return "%s_%012x%05x%015x".formatted(prefix, lastMillis, counter, bits);
  }
}
