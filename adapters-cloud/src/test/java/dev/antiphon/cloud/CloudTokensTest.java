package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tokens that the application supplies. */
class CloudTokensTest {

  private final TestClock clock = new TestClock();
  private final CloudWorld world = new CloudWorld();
  private final AtomicInteger supplied = new AtomicInteger();
  private volatile Duration life = Duration.ofHours(1);

  @BeforeEach
  void setClock() {
    world.cloud.accounts.clock = clock;
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private String supply(String owner) {
    supplied.incrementAndGet();
    return world.cloud.accounts.token("of-" + owner, clock.instant().plus(life));
  }

  private CloudThreadList list(TokenSupplier supplier) {
    return new CloudThreadList(world.builder(CloudAuth.tokens(supplier)).build());
  }

  @Test
  @DisplayName("D20: a token serves many requests, and each owner has its own")
  void cached() {
    CloudThreadList list = list(this::supply);

    list.list("ada", null);
    list.list("ada", null);
    list.list("bob", null);

    assertThat(supplied).hasValue(2);
  }

  @Test
  @DisplayName("D20: a token is asked for again when it has 30 seconds left, and not before")
  void expires() {
    CloudThreadList list = list(this::supply);
    list.list("ada", null);

    clock.advance(Duration.ofHours(1).minusSeconds(31));
    list.list("ada", null);
    int before = supplied.get();
    clock.advance(Duration.ofSeconds(1));
    list.list("ada", null);

    assertThat(before).isEqualTo(1);
    assertThat(supplied).hasValue(2);
  }

  @Test
  @DisplayName("D20: a token that lives for 20 seconds is asked for each time")
  void shortLived() {
    life = Duration.ofSeconds(20);
    CloudThreadList list = list(this::supply);

    list.list("ada", null);
    int first = supplied.get();
    list.list("ada", null);

    assertThat(supplied.get()).isGreaterThan(first);
  }

  @Test
  @DisplayName("D20: eight callers at once share one question for a token")
  void shared() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    CloudThreadList list = list(owner -> {
      isAsked.countDown();
      mayAnswer.await();
      return supply(owner);
    });
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(callers.submit(() -> list.list("ada", null)));
      }
      isAsked.await();
      mayAnswer.countDown();
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      callers.shutdownNow();
    }

    assertThat(supplied).hasValue(1);
  }

  @Test
  @DisplayName("D20: a request that is refused with 401 gets a new token once")
  void refusedOnce() {
    List<String> tokens = new ArrayList<>();
    CloudThreadList list = list(owner -> {
      tokens.add(supply(owner));
      return tokens.get(tokens.size() - 1);
    });
    list.list("ada", null);
    world.cloud.accounts.revoke(tokens.get(0));

    list.list("ada", null);

    assertThat(tokens).hasSize(2);
  }

  @Test
  @DisplayName("D20: a request whose new token is refused too fails, and is not tried for ever")
  void refusedTwice() {
    CloudThreadList list = list(owner -> {
      String token = supply(owner);
      world.cloud.accounts.revoke(token);
      return token;
    });

    assertThatThrownBy(() -> list.list("ada", null))
        .isInstanceOfSatisfying(CloudException.class, failure -> {
          assertThat(failure.code()).isEqualTo("authentication");
          assertThat(failure.status()).isEqualTo(401);
          assertThat(failure.isRetryable()).isFalse();
        });
    assertThat(supplied).hasValue(2);
    assertThat(world.cloud.requests()).hasSize(2);
  }

  @Test
  @DisplayName("D20: without a token no request is made, and the next call asks again")
  void none() {
    List<String> answers = new ArrayList<>();
    CloudThreadList list = list(owner -> {
      answers.add(answers.isEmpty() ? "" : supply(owner));
      return answers.size() == 1 ? null : answers.get(answers.size() - 1);
    });

    assertThatThrownBy(() -> list.list("ada", null))
        .isInstanceOfSatisfying(
            CloudException.class,
            failure -> assertThat(failure.code()).isEqualTo("authentication"));
    assertThat(world.cloud.requests()).isEmpty();
    assertThat(list.list("ada", null).threads()).isEmpty();
  }

  @Test
  @DisplayName("D20: what is no token is refused, before any request and without being shown")
  void noToken() {
    for (String token :
        List.of("", "secret", "secret.secret.secret", "a.e30.secret", "secret\r\nX: y.e30.z")) {
      CloudThreadList list = list(owner -> token);

      assertThatThrownBy(() -> list.list("ada", null))
          .isInstanceOf(CloudException.class)
          .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("secret"));
    }
    assertThat(world.cloud.requests()).isEmpty();
  }

  @Test
  @DisplayName("D20: a token that an answer brings takes the place of the old one")
  void rolled() {
    world.cloud.accounts.rolls = true;
    CloudThreadList list = list(this::supply);
    list.list("ada", null);

    clock.advance(Duration.ofMinutes(50));
    list.list("ada", null);
    clock.advance(Duration.ofMinutes(50));
    list.list("ada", null);

    assertThat(supplied).hasValue(1);
  }

  @Test
  @DisplayName("D20: a token supplier that fails gives a typed error with its cause")
  void supplierFails() {
    CloudThreadList list = list(owner -> {
      throw new IllegalStateException("no session");
    });

    assertThatThrownBy(() -> list.list("ada", null))
        .isInstanceOf(CloudException.class)
        .hasRootCauseMessage("no session");
  }

  static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
