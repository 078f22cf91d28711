package dev.antiphon.cloud;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The tries of one call. For one thread. */
final class Attempts {

  private final RetryPolicy policy;
  private final InstantSource clock;
  private final Pauses pauses;
  private final Instant end;
  private int failures;

  Attempts(RetryPolicy policy, InstantSource clock, Pauses pauses) {
    this.policy = policy;
    this.clock = clock;
    this.pauses = pauses;
    this.end = clock.instant().plus(policy.deadline());
  }

  /**
   * Waits before the next try, as long as the server asks for.
   *
   * @param failure what came of the last one
   * @return whether there is a next one
   */
  boolean pauseAfter(CloudException failure) {
    failures++;
    if (!failure.isRetryable() || failures >= policy.attempts()) {
      return false;
    }
    Duration pause = policy.pauseAfter(failures);
    Duration wanted = failure.retryAfter().orElse(Duration.ZERO);
    Duration longer = wanted.compareTo(pause) > 0 ? wanted : pause;
    if (!clock.instant().plus(longer).isBefore(end)) {
      return false;
    }
    try {
      pauses.pause(longer);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
