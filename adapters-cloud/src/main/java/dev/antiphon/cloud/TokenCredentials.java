package dev.antiphon.cloud;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Access tokens, one for each owner, kept until shortly before they expire. */
final class TokenCredentials implements Credentials {

  private static final String BEARER = "Bearer ";

  /** How many owners' tokens are kept before expired ones are looked for. */
  private static final int MANY = 10_000;

  /*
   * Concurrency
   * -----------
   * `tokens` holds the answer that an owner's callers share, finished or under way. Whoever puts one
   * in asks the source, under no lock; one that fails takes itself out, so the next caller asks again.
   */
  private final ConcurrentMap<String, CompletableFuture<AccessToken>> tokens =
      new ConcurrentHashMap<>();
  private final TokenSource source;
  private final InstantSource clock;

  TokenCredentials(TokenSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Map<String, String> headers(String owner) {
    return Map.of("Authorization", BEARER + token(owner).value());
  }

  private AccessToken token(String owner) {
    CompletableFuture<AccessToken> known = tokens.get(owner);
    if (known != null && (!known.isDone() || isFresh(known))) {
      return SharedCalls.outcome(known);
    }
    CompletableFuture<AccessToken> asked = new CompletableFuture<>();
    boolean isMine = known == null
        ? tokens.putIfAbsent(owner, asked) == null
        : tokens.replace(owner, known, asked);
    return isMine ? ask(owner, asked) : token(owner);
  }

  private AccessToken ask(String owner, CompletableFuture<AccessToken> asked) {
    if (tokens.size() > MANY) {
      tokens.values().removeIf(token -> token.isDone() && !isFresh(token));
    }
    try {
      AccessToken token = source.next(owner);
      asked.complete(token);
      return token;
    } catch (RuntimeException | Error failure) {
      tokens.remove(owner, asked);
      asked.completeExceptionally(failure);
      throw failure;
    }
  }

  private boolean isFresh(CompletableFuture<AccessToken> token) {
    return !token.isCompletedExceptionally() && token.join().isFresh(clock.instant());
  }

  @Override
  public boolean refused(String owner, Map<String, String> sent) {
    CompletableFuture<AccessToken> known = tokens.get(owner);
    if (known != null && known.isDone() && !known.isCompletedExceptionally()) {
      boolean isTheOneSent = (BEARER + known.join().value()).equals(sent.get("Authorization"));
      if (isTheOneSent) {
        tokens.remove(owner, known);
      }
    }
    return true;
  }

  @Override
  public void answered(String owner, Optional<String> authorization) {
    authorization
        .filter(value -> value.startsWith(BEARER))
        .flatMap(value -> AccessToken.read(value.substring(BEARER.length())))
        .ifPresent(token -> tokens.put(owner, CompletableFuture.completedFuture(token)));
  }
}
