package dev.antiphon.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.RandomConversation;
import dev.antiphon.testing.Seeds;
import dev.antiphon.thread.ThreadSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs long random conversations with readers; {@code -Dantiphon.seed=…} replays one. */
class StateStreamPropertyTest {

  private static final int CONVERSATIONS = 60;
  private static final int COMMANDS = 80;

  static LongStream seeds() {
    return LongStream.of(Seeds.of(StateStreamPropertyTest.class, CONVERSATIONS));
  }

  /** Reads a stream as it likes, and compares what the page has with what the thread is. */
  private static final class Reader {
    private final StateStream stream;
    private final PageState page = new PageState();
    private final Random random;
    private final int haste;
    private int comparisons;
    private int snapshots;

    Reader(ThreadRuntime thread, int maxPending, int haste, long seed) {
      Duration never = Duration.ofDays(1);
      stream = StateStream.open(
          thread, new StateStreamOptions(never, never, maxPending), (delay, task) -> () -> {});
      random = new Random(seed);
      this.haste = haste;
    }

    void look(Map<Long, String> states) {
      if (random.nextInt(haste) == 0) {
        read(states);
      }
    }

    void read(Map<Long, String> states) {
      byte[] next = stream.poll();
      while (next != null) {
        PageState.frames(next).forEach(frame -> {
          snapshots += frame.operations().path(0).path("path").size() == 0 ? 1 : 0;
          page.apply(frame);
        });
        compare(states);
        next = stream.poll();
      }
      compare(states);
    }

    private void compare(Map<Long, String> states) {
      String expected = states.get(stream.told());
      if (expected != null) {
        comparisons++;
        assertThat(PageState.normal(page.root()))
            .as("after event %d", stream.told())
            .isEqualTo(PageState.normal(PageState.parsed(expected)));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("EVT-7: the state that a page builds of the stream is that of the thread")
  void fold(long seed) {
    try {
      follow(seed);
    } catch (Throwable failure) {
      throw new AssertionError(
          "Replay with: " + Seeds.replay(StateStreamPropertyTest.class, seed), failure);
    }
  }

  @Test
  @DisplayName("EVT-7: most states of a conversation are compared")
  void comparesOften() {
    assertThat(follow(1)).isGreaterThan(COMMANDS / 4);
  }

  /** Returns how often a reader that reads at once was compared. */
  private static int follow(long seed) {
    RandomConversation conversation = new RandomConversation(seed);
    Map<Long, String> states = new HashMap<>();
    Reader eager = new Reader(conversation.thread(), 1_000, 1, seed);
    Reader lazy = new Reader(conversation.thread(), 1_000, 12, seed + 1);
    Reader slow = new Reader(conversation.thread(), 4, 9, seed + 2);
    conversation.betweenTasks(() -> {
      ThreadSnapshot now = conversation.thread().snapshot();
      states.computeIfAbsent(
          now.sequence(),
          fresh -> StateJson.snapshot(now, conversation.thread().welcomeSuggestions()));
      eager.look(states);
      lazy.look(states);
      slow.look(states);
    });

    conversation.run(COMMANDS);
    ThreadSnapshot last = conversation.thread().snapshot();
    states.put(
        last.sequence(), StateJson.snapshot(last, conversation.thread().welcomeSuggestions()));
    eager.read(states);
    lazy.read(states);
    slow.read(states);

    assertThat(eager.stream.told()).isEqualTo(last.sequence());
    assertThat(lazy.stream.told()).isEqualTo(last.sequence());
    assertThat(slow.stream.told()).isEqualTo(last.sequence());
    assertThat(slow.snapshots).isPositive();
    return eager.comparisons;
  }
}
