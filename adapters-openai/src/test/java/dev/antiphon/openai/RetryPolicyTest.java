package dev.antiphon.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.ModelException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

  private final ModelException passing = new ModelException("unavailable", "down", true, null);
  private final ModelException lasting = new ModelException("authentication", "who?", false, null);

  private static ModelException limited(Duration wait) {
    return new RateLimitedException("slow", true, wait, null);
  }

  @Test
  @DisplayName("M6: waits double up to the longest, a quarter of each by chance")
  void doubles() {
    RetryPolicy policy = RetryPolicy.builder()
        .attempts(10)
        .firstDelay(Duration.ofSeconds(1))
        .maxDelay(Duration.ofSeconds(5))
        .build();

    assertThat(policy.delay(passing, 1, 0)).contains(Duration.ofSeconds(1));
    assertThat(policy.delay(passing, 2, 0)).contains(Duration.ofSeconds(2));
    assertThat(policy.delay(passing, 3, 0)).contains(Duration.ofSeconds(4));
    assertThat(policy.delay(passing, 4, 0)).contains(Duration.ofSeconds(5));
    assertThat(policy.delay(passing, 4, 1)).contains(Duration.ofMillis(3750));
    assertThat(policy.delay(passing, 9, 0.5)).contains(Duration.ofMillis(4375));
  }

  @Test
  @DisplayName("M8: what will not pass is not tried again, nor is anything after the last attempt")
  void ends() {
    assertThat(RetryPolicy.DEFAULT.delay(lasting, 1, 0)).isEmpty();
    assertThat(RetryPolicy.DEFAULT.delay(passing, 2, 0)).isPresent();
    assertThat(RetryPolicy.DEFAULT.delay(passing, 3, 0)).isEmpty();
    assertThat(RetryPolicy.NONE.delay(passing, 1, 0)).isEmpty();
  }

  @Test
  @DisplayName("M5: a server that says how long to wait is obeyed, unless it says too much")
  void obeys() {
    Duration minute = Duration.ofMinutes(1);

    assertThat(RetryPolicy.DEFAULT.delay(limited(Duration.ZERO), 1, 0)).contains(Duration.ZERO);
    assertThat(RetryPolicy.DEFAULT.delay(limited(minute), 1, 1)).contains(minute);
    assertThat(RetryPolicy.DEFAULT.delay(limited(minute.plusMillis(1)), 1, 0)).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1} is {2} ms")
  @CsvSource({
    "retry-after, 2, 2000",
    "retry-after, 0.25, 250",
    "retry-after, -5, 0",
    "retry-after, 1e99, 86400000",
    "retry-after-ms, 1500, 1500",
    "retry-after, 'Thu, 01 Jan 2026 00:00:30 GMT', 30000",
    "retry-after, 'Wed, 31 Dec 2025 23:59:00 GMT', 0",
    "retry-after, soon, ",
    "retry-after, NaN, ",
    "x-other, 5, ",
  })
  @DisplayName("M5: Retry-After is seconds or a date; retry-after-ms is exact")
  void headers(String name, String value, @Nullable Long millis) {
    Map<String, String> headers = Map.of(name, value);

    Optional<Duration> wait = new RetryAfter(() -> Instant.parse("2026-01-01T00:00:00Z"))
        .in(header -> Optional.ofNullable(headers.get(header)));

    assertThat(wait).isEqualTo(Optional.ofNullable(millis).map(Duration::ofMillis));
  }

  @Test
  @DisplayName("a policy without attempts, or with negative waits, is refused")
  void refused() {
    RetryPolicy.Builder builder = RetryPolicy.builder();

    assertThatThrownBy(() -> builder.attempts(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.maxDelay(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxDelay");
  }
}
