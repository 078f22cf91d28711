package dev.antiphon.jdbc;

import java.time.Duration;

/**
 * How a pool of ours is to be.
 *
 * @param durability what a commit survives
 * @param timeout how long a statement, a lock and a connection are waited for; a millisecond at
 *     least
 * @param connections at most so many
 */
record PoolOptions(Durability durability, Duration timeout, int connections) {

  static final Duration TIMEOUT = Duration.ofSeconds(5);
  static final int CONNECTIONS = 10;

  PoolOptions {
    if (timeout.toMillis() < 250 || timeout.toMillis() > 600_000) {
      throw new IllegalArgumentException(
          "The timeout of the database is to be 250 ms to 10 minutes, but is %s."
              .formatted(timeout));
    }
    if (connections < 1 || connections > 1000) {
      throw new IllegalArgumentException(
          "The connections to the database are to be 1 to 1000, but are %d."
              .formatted(connections));
    }
  }

  /** Returns the defaults, with a durability. */
  static PoolOptions of(Durability durability) {
    return new PoolOptions(durability, TIMEOUT, CONNECTIONS);
  }
}
