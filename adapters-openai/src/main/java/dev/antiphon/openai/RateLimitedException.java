package dev.antiphon.openai;

import dev.antiphon.port.ModelException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a provider takes no more requests for now (code {@code rate-limit}), and when a quota
 * is used up, which no wait cures.
 */
public final class RateLimitedException extends ModelException {

  private final transient @Nullable Duration retryAfter;

  /**
   * Makes an exception.
   *
   * @param message what was found, and what to do; no secret
   * @param retryable whether trying again later may help
   * @param retryAfter how long the provider asks to wait, or {@code null} if it does not say
   * @param cause what was behind it, or {@code null}
   */
  public RateLimitedException(
      String message, boolean retryable, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super("rate-limit", message, retryable, cause);
    this.retryAfter = retryAfter;
  }

  /** Returns how long the provider asks to wait, if it says so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
