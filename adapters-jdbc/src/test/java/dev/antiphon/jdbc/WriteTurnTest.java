package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WriteTurnTest {

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  @DisplayName("G8: one file has one turn, by whatever name it is opened")
  void oneFile() {
    String folder = System.getProperty("user.dir");
    WriteTurn turn = WriteTurn.of("jdbc:h2:file:" + folder + "/chat");

    assertThat(List.of("jdbc:h2:" + folder + "/chat", "jdbc:h2:./chat", "jdbc:h2:file:./x/../chat"))
        .allSatisfy(url -> assertThat(WriteTurn.of(url)).isSameAs(turn));
    assertThat(WriteTurn.of("jdbc:h2:~/chat"))
        .isSameAs(WriteTurn.of("jdbc:h2:file:" + System.getProperty("user.home") + "/chat"));
  }

  @Test
  @DisplayName("G8: only H2 in a file needs turns")
  void onlyFiles() {
    assertThat(List.of(
            "jdbc:postgresql://host/chat",
            "jdbc:h2:mem:chat",
            "jdbc:h2:tcp://host/chat",
            "jdbc:h2:ssl://host/chat"))
        .noneMatch(WriteTurn::isH2File);
    assertThat(
            List.of("jdbc:h2:file:/chat", "jdbc:h2:/chat", "jdbc:h2:~/chat", "jdbc:h2:nio:/chat"))
        .allMatch(WriteTurn::isH2File);
  }

  @Test
  @DisplayName("D4: a turn that does not come in time is a time-out, and nothing was begun")
  void tooLate() throws Exception {
    WriteTurn turn = WriteTurn.of("jdbc:h2:file:/too-late");
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    CompletableFuture<Boolean> holder = CompletableFuture.supplyAsync(() -> turn.hold(LONG, () -> {
      held.countDown();
      return waitFor(enough);
    }));
    assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(() -> turn.hold(SHORT, () -> {
          throw new AssertionError("begun");
        }))
        .isInstanceOfSatisfying(StorageException.class, late -> {
          assertThat(late.code()).isEqualTo("timeout");
          assertThat(late.isRetryable()).isTrue();
          assertThat(late)
              .hasMessageContaining("50 ms")
              .hasMessageContaining("nothing was written");
        });

    enough.countDown();
    assertThat(holder.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(turn.<String>hold(SHORT, () -> "free again")).isEqualTo("free again");
  }

  @Test
  @DisplayName("D12: who is interrupted while it waits is told so, and stays interrupted")
  void interrupted() throws Exception {
    WriteTurn turn = WriteTurn.of("jdbc:h2:file:/interrupted");
    CountDownLatch enough = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    CompletableFuture<Boolean> holder = CompletableFuture.supplyAsync(() -> turn.hold(LONG, () -> {
      held.countDown();
      return waitFor(enough);
    }));
    assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> turn.hold(LONG, () -> "begun"))
        .isInstanceOfSatisfying(
            StorageException.class, told -> assertThat(told.code()).isEqualTo("unavailable"));

    assertThat(Thread.interrupted()).isTrue();
    enough.countDown();
    assertThat(holder.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @DisplayName("a transaction that fails gives its turn away")
  void failed() {
    WriteTurn turn = WriteTurn.of("jdbc:h2:file:/failed");

    assertThatThrownBy(() -> turn.hold(SHORT, () -> {
          throw new IllegalStateException("rolled back");
        }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(
            CompletableFuture.supplyAsync(() -> turn.hold(SHORT, () -> "free")).join())
        .isEqualTo("free");
  }

  private static boolean waitFor(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
