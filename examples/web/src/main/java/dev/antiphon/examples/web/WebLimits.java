package dev.antiphon.examples.web;

import java.time.Duration;

/**
 * What one owner, and all together, may ask of the server.
 *
 * @param maxBodyBytes the size of a request's body
 * @param streamsPerOwner how many streams an owner has open at a time
 * @param streams how many streams all have open at a time
 * @param requestsPerSecond how many changes an owner may ask for, in the long run
 * @param burst how many changes an owner may ask for at once
 * @param requestTime how long a request may take to arrive, header and body
 * @param streamLife how long a stream lives; the page reconnects then
 */
record WebLimits(
    int maxBodyBytes,
    int streamsPerOwner,
    int streams,
    int requestsPerSecond,
    int burst,
    Duration requestTime,
    Duration streamLife) {

  /** 21 MiB, 6 streams of 500, 10 changes a second of at most 60 at once, 30 s, 15 min. */
  static final WebLimits DEFAULTS = new WebLimits(
      21 * 1024 * 1024, 6, 500, 10, 60, Duration.ofSeconds(30), Duration.ofMinutes(15));
}
