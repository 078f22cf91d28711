package dev.antiphon.examples.web;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets each owner ask for so many changes at once, and for so many a second in the long run. Safe
 * for use by any number of threads.
 */
final class RequestRate {

  private static final int MAX_OWNERS = 10_000;

  private final WebLimits limits;
  private final InstantSource clock;

  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > MAX_OWNERS;
    }
  };

  /** What an owner may still ask for, as of a time. */
  private record Bucket(double left, long millis) {}

  RequestRate(WebLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Counts a change.
   *
   * @throws HttpRefusal with 429 if it is one too many
   */
  synchronized void count(String owner) {
    long now = clock.millis();
    Bucket before = buckets.getOrDefault(owner, new Bucket(limits.burst(), now));
    double gained = Math.max(0, now - before.millis()) / 1000.0 * limits.requestsPerSecond();
    double left = Math.min(limits.burst(), before.left() + gained);
    if (left < 1) {
      buckets.put(owner, new Bucket(left, now));
      throw new HttpRefusal(
          429,
          "limit",
          "More than %d changes a second were asked for. Wait a second."
              .formatted(limits.requestsPerSecond()));
    }
    buckets.put(owner, new Bucket(left - 1, now));
  }
}
