package dev.antiphon.cloud;

import dev.antiphon.spi.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A token and when it expires.
 *
 * @param value the token
 * @param expiresAt when it expires, as it says itself; its signature is the server's business
 */
record AccessToken(String value, Instant expiresAt) {

  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final JacksonJson JSON = new JacksonJson();

  /**
   * Reads a JWT.
   *
   * @throws CloudException if it has no numeric {@code exp}
   */
  static AccessToken of(String jwt) {
    // Anything else could not stand in a header, and the complaint would show it.
    String[] pieces = jwt.split("\\.", -1);
    if (pieces.length != 3 || !jwt.matches("[A-Za-z0-9_.=-]+")) {
      throw CloudException.unauthorized("what was supplied is no JWT", null);
    }
    Object claims;
    try {
      claims =
          JSON.parse(new String(Base64.getUrlDecoder().decode(pieces[1]), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException unreadable) {
      // No cause: it could tell something of the token.
      throw CloudException.unauthorized("the payload of the JWT is not base64url of JSON", null);
    }
    if (claims instanceof Map<?, ?> map && map.get("exp") instanceof Number exp) {
      return new AccessToken(
          jwt, Instant.ofEpochSecond(Math.max(0, Math.min(exp.longValue(), LAST_SECOND))));
    }
    throw CloudException.unauthorized("the JWT has no numeric exp claim", null);
  }

  /** Reads a JWT, or gives nothing if it is none that can be used. */
  static Optional<AccessToken> read(String jwt) {
    try {
      return Optional.of(of(jwt));
    } catch (CloudException unusable) {
      return Optional.empty();
    }
  }

  /** Returns whether it will do for another request. */
  boolean isFresh(Instant now) {
    return Duration.between(now, expiresAt).compareTo(MARGIN) > 0;
  }

  @Override
  public String toString() {
    return "AccessToken[***, " + expiresAt + "]";
  }
}
