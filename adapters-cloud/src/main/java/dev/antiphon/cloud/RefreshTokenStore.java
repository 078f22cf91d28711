package dev.antiphon.cloud;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

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

  /**
   * Signs an owner in or refreshes its token, while nobody else who shares this store does: a token
   * that two use at once may be rotated under one of them, and an identity would be lost. Unless
   * overridden, it only makes the call.
   *
   * @param owner whose token
   * @param signIn reads the token, asks the cloud and saves what comes
   * @param <T> what comes
   * @return what the call returns
   * @throws CloudException whatever the call throws, or if nobody can be kept out
   */
  default <T> T alone(String owner, Supplier<T> signIn) {
    return signIn.get();
  }

  /** Returns a store that lasts as long as the process. */
  static RefreshTokenStore inMemory() {
    ConcurrentMap<String, RefreshToken> tokens = new ConcurrentHashMap<>();
    KeyedLocks<String> locks = new KeyedLocks<>();
    return new RefreshTokenStore() {
      @Override
      public <T> T alone(String owner, Supplier<T> signIn) {
        return locks.alone(owner, signIn);
      }

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
