package dev.antiphon.jdbc;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Names of writes, each used once, by whatever process. Thread-safe. */
final class WriteTokens {

  private static final String PROCESS = UUID.randomUUID().toString();
  private static final AtomicLong COUNT = new AtomicLong();

  private WriteTokens() {}

  static String next() {
    return PROCESS + "/" + Long.toString(COUNT.incrementAndGet(), Character.MAX_RADIX);
  }
}
