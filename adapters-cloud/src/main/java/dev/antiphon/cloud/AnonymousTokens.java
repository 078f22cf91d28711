package dev.antiphon.cloud;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens of anonymous identities: refreshed while that works, and of a new identity once the cloud
 * does not know the old one any more. A cloud that is busy or down is no reason for a new identity,
 * since the threads of the old one would be lost.
 */
final class AnonymousTokens implements TokenSource {

  private final CloudTransport transport;
  private final RefreshTokenStore store;

  AnonymousTokens(CloudTransport transport, RefreshTokenStore store) {
    this.transport = transport;
    this.store = store;
  }

  @Override
  public AccessToken next(String owner) {
    return store.alone(owner, () -> ask(owner));
  }

  private AccessToken ask(String owner) {
    Optional<RefreshToken> known = fresh(owner);
    return known
        .flatMap(token -> refreshed(owner, token))
        // Somebody whom the store does not keep out may have refreshed it first, and got another.
        .or(() -> fresh(owner)
            .filter(token -> !known.equals(Optional.of(token)))
            .flatMap(token -> refreshed(owner, token)))
        .orElseGet(() -> signedIn(owner));
  }

  private Optional<RefreshToken> fresh(String owner) {
    Instant now = transport.clock().instant();
    return store.load(owner).filter(token -> token.isFresh(now));
  }

  /** Returns a token, or empty if the cloud does not take the refresh token. */
  private Optional<AccessToken> refreshed(String owner, RefreshToken token) {
    CloudCall call =
        CloudCall.post("auth", "tokens", "refresh").body(Map.of("refresh_token", token.value()));
    CloudAnswer answer = transport.send(call, Map.of());
    if (answer.status() == 429 || answer.status() >= 500) {
      throw answer.failure();
    }
    if (!answer.isSuccess()) {
      return Optional.empty();
    }
    AnswerFields fields = answer.fields();
    AccessToken access = AccessToken.of(fields.text("access_token"));
    fields.optionalObject("refresh_token").ifPresent(rotated -> store.save(owner, read(rotated)));
    return Optional.of(access);
  }

  private AccessToken signedIn(String owner) {
    CloudAnswer answer = transport
        .send(CloudCall.post("auth", "tokens", "anonymous").bare(), Map.of())
        .orThrow();
    AnswerFields fields = answer.fields();
    AccessToken access = AccessToken.of(fields.text("access_token"));
    store.save(owner, read(fields.object("refresh_token")));
    return access;
  }

  private static RefreshToken read(AnswerFields fields) {
    String expiresAt = fields.text("expires_at");
    try {
      return new RefreshToken(fields.text("token"), Instant.parse(expiresAt));
    } catch (DateTimeParseException unreadable) {
      throw fields.malformed("expires_at", "an ISO date");
    }
  }
}
