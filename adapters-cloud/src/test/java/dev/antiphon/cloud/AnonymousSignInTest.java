package dev.antiphon.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ThreadKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anonymous identities, their refresh and their loss. */
class AnonymousSignInTest {

  private static final ThreadKey THREAD = new ThreadKey("ada", "plans");

  @TempDir
  Path folder;

  private final TestClock clock = new TestClock();
  private final CloudWorld world = new CloudWorld();
  private final RefreshTokenStore store = RefreshTokenStore.inMemory();

  @BeforeEach
  void setClock() {
    world.cloud.accounts.clock = clock;
  }

  @AfterEach
  void closeWorld() {
    world.close();
  }

  private CloudThreadList list(RefreshTokenStore tokens) {
    return new CloudThreadList(world.builder(CloudAuth.anonymous(tokens)).build());
  }

  private long signIns() {
    return world.cloud.count("POST", "/auth/tokens/anonymous");
  }

  private long refreshes() {
    return world.cloud.count("POST", "/auth/tokens/refresh");
  }

  @Test
  @DisplayName("D20: an owner gets an identity at the first call, and keeps it")
  void signsIn() {
    CloudThreadList list = list(store);
    list.initialize(THREAD);

    assertThat(list.fetch(THREAD)).isPresent();
    assertThat(list.list("bob", null).threads()).isEmpty();
    assertThat(signIns()).isEqualTo(2);
  }

  @Test
  @DisplayName("D20: an access token that expires is refreshed; the threads are the same")
  void refreshed() {
    CloudThreadList list = list(store);
    list.initialize(THREAD);

    clock.advance(Duration.ofHours(2));

    assertThat(list.list("ada", null).threads()).hasSize(1);
    assertThat(signIns()).isEqualTo(1);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  @DisplayName("D20: a refresh token that is rotated takes the place of the old one")
  void rotated() {
    world.cloud.accounts.rotates = true;
    CloudThreadList list = list(store);
    list.initialize(THREAD);

    for (int round = 0; round < 3; round++) {
      clock.advance(Duration.ofHours(2));
      assertThat(list.list("ada", null).threads()).hasSize(1);
    }

    assertThat(signIns()).isEqualTo(1);
    assertThat(refreshes()).isEqualTo(3);
  }

  @Test
  @DisplayName("D20: an identity in files survives a restart, rotated or not")
  void survivesRestart() {
    world.cloud.accounts.rotates = true;
    list(new RefreshTokenFiles(folder)).initialize(THREAD);

    for (int restart = 0; restart < 2; restart++) {
      assertThat(list(new RefreshTokenFiles(folder)).fetch(THREAD)).isPresent();
    }

    assertThat(signIns()).isEqualTo(1);
    assertThat(refreshes()).isEqualTo(2);
  }

  @Test
  @DisplayName("D20: 429 and 5xx on a refresh fail the call and keep the identity")
  void busyKeepsIdentity() {
    CloudThreadList list = list(store);
    list.initialize(THREAD);
    clock.advance(Duration.ofHours(2));

    for (int status : List.of(429, 500, 503)) {
      world.cloud.failNext(
          "POST",
          "/auth/tokens/refresh",
          Fault.status(status),
          Fault.status(status),
          Fault.status(status));
      assertThatThrownBy(() -> list.list("ada", null))
          .isInstanceOfSatisfying(CloudException.class, failure -> {
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(CloudTokensTest.stackTrace(failure)).doesNotContain("refresh-secret");
          });
    }

    assertThat(list.list("ada", null).threads()).hasSize(1);
    assertThat(signIns()).isEqualTo(1);
    assertThat(world.cloud.openFaults()).isZero();
  }

  @Test
  @DisplayName("D20: a refresh token that the cloud does not know leads to a new identity")
  void unknownRefreshToken() {
    CloudThreadList list = list(store);
    list.initialize(THREAD);
    world.cloud.accounts.forgetIdentities();
    clock.advance(Duration.ofHours(2));

    assertThat(list.list("ada", null).threads()).isEmpty();
    assertThat(signIns()).isEqualTo(2);
  }

  @Test
  @DisplayName("D20: a refresh token that another process has rotated meanwhile is read again")
  void rotatedElsewhere() {
    world.cloud.accounts.rotates = true;
    CloudThreadList list = list(store);
    list.initialize(THREAD);
    clock.advance(Duration.ofHours(2));
    RefreshToken old = store.load("ada").orElseThrow();
    list(store).list("ada", null);
    RefreshToken rotated = store.load("ada").orElseThrow();
    AtomicInteger loads = new AtomicInteger();
    RefreshTokenStore late = new RefreshTokenStore() {
      @Override
      public Optional<RefreshToken> load(String owner) {
        return Optional.of(loads.incrementAndGet() == 1 ? old : rotated);
      }

      @Override
      public void save(String owner, RefreshToken token) {
        store.save(owner, token);
      }
    };

    assertThat(list(late).list("ada", null).threads()).hasSize(1);
    assertThat(signIns()).isEqualTo(1);
  }

  @Test
  @DisplayName("D20: a refresh token that has expired is not sent")
  void expiredRefreshToken() {
    CloudThreadList list = list(store);
    list.initialize(THREAD);
    clock.advance(Duration.ofDays(31));

    assertThat(list.list("ada", null).threads()).isEmpty();
    assertThat(refreshes()).isZero();
    assertThat(signIns()).isEqualTo(2);
  }

  @Test
  @DisplayName("D20: 401 on a fresh token refreshes it once and repeats the request")
  void refusedToken() {
    CloudThreadList list = list(store);
    list.initialize(THREAD);
    world.cloud.failNext("GET", "/threads", Fault.status(401));

    assertThat(list.list("ada", null).threads()).hasSize(1);
    assertThat(refreshes()).isEqualTo(1);
    assertThat(signIns()).isEqualTo(1);
  }

  @Test
  @DisplayName("D20: eight callers at once share one sign-in, and later one refresh")
  void shared() throws Exception {
    CloudThreadList list = list(store);

    together(() -> list.list("ada", null));
    clock.advance(Duration.ofHours(2));
    together(() -> list.list("ada", null));

    assertThat(signIns()).isEqualTo(1);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  @DisplayName("D20: clients that share a store sign an owner in once, and refresh one by one")
  void sharedStore() throws Exception {
    world.cloud.accounts.rotates = true;
    for (Supplier<RefreshTokenStore> kind :
        List.<Supplier<RefreshTokenStore>>of(() -> store, () -> new RefreshTokenFiles(folder))) {
      long before = signIns();

      together(() -> list(kind.get()).initialize(THREAD));
      clock.advance(Duration.ofHours(2));
      together(() -> assertThat(list(kind.get()).fetch(THREAD)).isPresent());

      assertThat(signIns()).isEqualTo(before + 1);
    }
  }

  private static void together(Runnable call) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(callers.submit(call));
      }
      for (Future<?> each : calls) {
        each.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }
}
