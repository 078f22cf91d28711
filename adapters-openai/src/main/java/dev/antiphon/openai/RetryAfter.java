package dev.antiphon.openai;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long a server asks to wait: {@code retry-after-ms}, or {@code Retry-After} as seconds or as
 * an HTTP date.
 */
final class RetryAfter {

  private static final Duration LONGEST = Duration.ofDays(1);

  private final InstantSource clock;

  RetryAfter(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Reads the headers of a response.
   *
   * @param header gives the first value of a header
   * @return how long to wait, at least 0 and at most a day, or empty if the server does not say
   */
  Optional<Duration> in(Function<String, Optional<String>> header) {
    Optional<Duration> millis = header.apply("retry-after-ms").flatMap(text -> number(text, 1));
    return millis.or(() -> header
        .apply("retry-after")
        .flatMap(text -> number(text, 1000).or(() -> date(text.strip()))));
  }

  private static Optional<Duration> number(String text, double millisEach) {
    try {
      double millis = Double.parseDouble(text.strip()) * millisEach;
      return Double.isNaN(millis)
          ? Optional.empty()
          : Optional.of(Duration.ofMillis(
              (long) Math.max(0, Math.min((double) LONGEST.toMillis(), millis))));
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  private Optional<Duration> date(String text) {
    try {
      Instant then =
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), then);
      if (wait.isNegative()) {
        return Optional.of(Duration.ZERO);
      }
      return Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }
}
