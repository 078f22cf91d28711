package dev.antiphon.cloud;

/** Where new access tokens come from. */
@FunctionalInterface
interface TokenSource {

  /**
   * Returns a new token; may block.
   *
   * @throws CloudException if there is none
   */
  AccessToken next(String owner);
}
