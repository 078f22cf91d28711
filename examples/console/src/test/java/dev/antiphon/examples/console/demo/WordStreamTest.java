package dev.antiphon.examples.console.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.cancel.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WordStreamTest {

  private final List<String> said = new ArrayList<>();

  @Test
  @DisplayName("a text is said word by word, and the words make up the text")
  void words() throws InterruptedException {
    try (WordStream words = new WordStream(Duration.ZERO, Cancellation.none())) {
      words.say(" one  two\nthree ", said::add);
    }

    assertThat(said).containsExactly(" one  ", "two\n", "three ");
  }

  @Test
  @DisplayName("nothing is said once the wish to stop has come")
  void cancelled() throws InterruptedException {
    FiredCancellation cancellation = new FiredCancellation();
    try (WordStream words = new WordStream(Duration.ofDays(1), cancellation)) {
      words.say("never said", said::add);

      assertThat(words.isCancelled()).isTrue();
      assertThat(said).isEmpty();
    }
  }

  @Test
  @DisplayName("the wish to stop ends a pause")
  void cancelledInPause() throws InterruptedException {
    LaterCancellation cancellation = new LaterCancellation();
    try (WordStream words = new WordStream(Duration.ofDays(1), cancellation)) {
      words.say("one two", word -> {
        said.add(word);
        cancellation.action.run();
      });
    }

    assertThat(said).containsExactly("one ");
  }

  /** Has been cancelled. */
  private static class FiredCancellation implements Cancellation {
    @Override
    public boolean isCancelled() {
      return true;
    }

    @Override
    public Registration onCancel(Runnable task) {
      task.run();
      return () -> {};
    }

    @Override
    public <T> T interruptibly(Callable<T> call) throws Exception {
      return call.call();
    }
  }

  /** Is cancelled when the test says so. */
  private static final class LaterCancellation extends FiredCancellation {
    private Runnable action = () -> {};

    @Override
    public Registration onCancel(Runnable task) {
      action = task;
      return () -> {};
    }
  }
}
