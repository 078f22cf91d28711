package dev.antiphon.openai;

import static java.util.Objects.requireNonNull;

import dev.antiphon.port.ModelException;
import java.time.Duration;
import java.util.Optional;

/**
 * When a request is sent again: only if nothing of its reply was written yet, and only after a
 * failure that may pass. The wait doubles from attempt to attempt, a part of it by chance; a server
 * that says how long to wait is obeyed, unless that is too long.
 *
 * <p>Immutable, safe to share.
 */
public final class RetryPolicy {

  /** Three attempts, first wait 0.5 s, longest 8 s, at most 60 s where a server asks for it. */
  public static final RetryPolicy DEFAULT = builder().build();

  /** One attempt. */
  public static final RetryPolicy NONE = builder().attempts(1).build();

  /** How much of a wait is left to chance: callers that failed together come back apart. */
  private static final double CHANCE = 0.25;

  private final int attempts;
  private final Duration firstDelay;
  private final Duration maxDelay;
  private final Duration maxRetryAfter;

  private RetryPolicy(Builder builder) {
    this.attempts = builder.attempts;
    this.firstDelay = builder.firstDelay;
    this.maxDelay = builder.maxDelay;
    this.maxRetryAfter = builder.maxRetryAfter;
  }

  /** Starts a policy with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns how often a request is sent at most. */
  public int attempts() {
    return attempts;
  }

  /**
   * Returns how long to wait before the next attempt, or empty if there is none.
   *
   * @param failure what failed
   * @param attempt which attempt failed, from 1
   * @param chance a random number from 0 to 1
   */
  Optional<Duration> delay(ModelException failure, int attempt, double chance) {
    if (!failure.isRetryable() || attempt >= attempts) {
      return Optional.empty();
    }
    if (failure instanceof RateLimitedException limited && limited.retryAfter().isPresent()) {
      return limited.retryAfter().filter(wait -> wait.compareTo(maxRetryAfter) <= 0);
    }
    double doubled = firstDelay.toMillis() * Math.pow(2, attempt - 1.0);
    double longest = Math.min(doubled, (double) maxDelay.toMillis());
    return Optional.of(Duration.ofMillis((long) (longest * (1 - CHANCE * chance))));
  }

  @Override
  public String toString() {
    return "RetryPolicy[" + attempts + " attempts]";
  }

  /** Builds a policy; for one thread. */
  public static final class Builder {
    private int attempts = 3;
    private Duration firstDelay = Duration.ofMillis(500);
    private Duration maxDelay = Duration.ofSeconds(8);
    private Duration maxRetryAfter = Duration.ofSeconds(60);

    private Builder() {}

    /**
     * Sets how often a request is sent at most.
     *
     * @param attempts at least 1
     */
    public Builder attempts(int attempts) {
      if (attempts < 1) {
        throw new IllegalArgumentException("attempts is at least 1, but is " + attempts + ".");
      }
      this.attempts = attempts;
      return this;
    }

    /**
     * Sets the wait before the second attempt.
     *
     * @param delay 0 or longer
     */
    public Builder firstDelay(Duration delay) {
      this.firstDelay = checked(delay, "firstDelay");
      return this;
    }

    /**
     * Sets the longest wait that is computed.
     *
     * @param delay 0 or longer
     */
    public Builder maxDelay(Duration delay) {
      this.maxDelay = checked(delay, "maxDelay");
      return this;
    }

    /**
     * Sets the longest wait that a server may ask for; if it asks for more, the request fails.
     *
     * @param delay 0 or longer
     */
    public Builder maxRetryAfter(Duration delay) {
      this.maxRetryAfter = checked(delay, "maxRetryAfter");
      return this;
    }

    private static Duration checked(Duration delay, String name) {
      if (requireNonNull(delay, name).isNegative()) {
        throw new IllegalArgumentException(name + " is not negative, but is " + delay + ".");
      }
      return delay;
    }

    /** Returns the policy. */
    public RetryPolicy build() {
      return new RetryPolicy(this);
    }
  }
}
