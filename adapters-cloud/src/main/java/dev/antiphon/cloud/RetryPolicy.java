package dev.antiphon.cloud;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How often a call is tried.
 *
 * @param attempts how often at most, the first time included
 * @param firstPause how long to wait before the second try; doubled for each further one
 * @param longestPause how long to wait at most, unless the server asks for more
 * @param deadline how long all tries together may take; none begins later
 */
record RetryPolicy(int attempts, Duration firstPause, Duration longestPause, Duration deadline) {

  static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofSeconds(60));

  RetryPolicy {
    requireNonNull(firstPause, "firstPause");
    requireNonNull(longestPause, "longestPause");
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "A call is tried once or more often, not %d times.".formatted(attempts));
    }
    CloudClient.checkPositive("deadline", deadline);
  }

  RetryPolicy withAttempts(int newAttempts) {
    return new RetryPolicy(newAttempts, firstPause, longestPause, deadline);
  }

  RetryPolicy withDeadline(Duration newDeadline) {
    return new RetryPolicy(attempts, firstPause, longestPause, newDeadline);
  }

  /** Returns how long to wait after so many failures. */
  Duration pauseAfter(int failures) {
    Duration pause = firstPause;
    for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
