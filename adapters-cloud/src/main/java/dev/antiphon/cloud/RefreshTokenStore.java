package dev.antiphon.cloud;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps the refresh tokens of anonymous identities. Whoever can read it can read their threads.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; may block.
 *
 * <p>Implemented by applications, and here by {@link RefreshTokenFiles} and {@link #inMemory}.
 */
public interface RefreshTokenStore {

  /**
   * Returns an owner's token.
   *
   * @param owner whose
   * @throws CloudException if it cannot be read
   */
  Optional<RefreshToken> load(String owner);

  /**
   * Keeps an owner's token in place of the one before.
   *
   * @param owner whose
   * @param token the token
   * @throws CloudException if it cannot be kept
   */
  void save(String owner, RefreshToken token);

  /** Returns a store that lasts as long as the process. */
  static RefreshTokenStore inMemory() {
    ConcurrentMap<String, RefreshToken> tokens = new ConcurrentHashMap<>();
    return new RefreshTokenStore() {
      @Override
      public Optional<RefreshToken> load(String owner) {
        return Optional.ofNullable(tokens.get(owner));
      }

      @Override
      public void save(String owner, RefreshToken token) {
        tokens.put(owner, token);
      }
    };
  }
}
