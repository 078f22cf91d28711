package dev.antiphon.cloud;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * What an anonymous identity hangs on. Never shows its value.
 *
 * @param value the token; a secret
 * @param expiresAt when it expires
 */
public record RefreshToken(String value, Instant expiresAt) {

  private static final Duration MARGIN = Duration.ofSeconds(30);

  /** Checks the fields. */
  public RefreshToken {
    requireNonNull(value, "value");
    requireNonNull(expiresAt, "expiresAt");
  }

  boolean isFresh(Instant now) {
    return Duration.between(now, expiresAt).compareTo(MARGIN) > 0;
  }

  @Override
  public String toString() {
    return "RefreshToken[***, " + expiresAt + "]";
  }
}
