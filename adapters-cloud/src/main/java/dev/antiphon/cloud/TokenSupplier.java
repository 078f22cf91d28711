package dev.antiphon.cloud;

import org.jspecify.annotations.Nullable;

/**
 * Gives tokens of the application's own users.
 *
 * <p><b>Threads.</b> Called on threads of the runtime that it may block, by one caller at a time
 * for each owner; callers of one owner share the answer.
 *
 * <p>Implemented by applications.
 */
@FunctionalInterface
public interface TokenSupplier {

  /**
   * Returns a token: a JWT with an {@code exp} claim.
   *
   * @param owner whose token
   * @return the token, or {@code null} if the owner may not use the cloud
   * @throws Exception if there is none now; the call that needs it fails
   */
  @Nullable
  String token(String owner) throws Exception;
}
