package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testing.EventFold;
import dev.antiphon.testing.RandomConversation;
import dev.antiphon.testing.Seeds;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadState;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs long random conversations; {@code -Dantiphon.seed=…} replays one. */
class EventFoldTest {

  private static final int CONVERSATIONS = 200;
  private static final int COMMANDS = 150;

  static LongStream seeds() {
    return LongStream.of(Seeds.of(EventFoldTest.class, CONVERSATIONS));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("EVT-7: any snapshot plus the events after it is every later snapshot")
  void fold(long seed) {
    try {
      foldAll(seed);
    } catch (Throwable failure) {
      throw new AssertionError("Replay with: " + Seeds.replay(EventFoldTest.class, seed), failure);
    }
  }

  private static void foldAll(long seed) {
    RandomConversation conversation = new RandomConversation(seed);

    conversation.run(COMMANDS);

    List<ThreadState> snapshots = conversation.snapshots();
    List<ThreadEvent> events = conversation.events();
    assertThat(events).extracting(ThreadEvent::sequence).doesNotHaveDuplicates().isSorted();
    ThreadState first = ((ThreadEvent.Snapshot) events.get(0)).state();
    EventFold whole = new EventFold(first);
    EventFold latest = new EventFold(first);
    int next = 1;
    for (ThreadState snapshot : snapshots) {
      while (next < events.size() && events.get(next).sequence() <= snapshot.sequence()) {
        whole.apply(events.get(next));
        latest.apply(events.get(next));
        next++;
      }
      requireSame(whole.state(), snapshot, events, next);
      requireSame(latest.state(), snapshot, events, next);
      latest = new EventFold(snapshot);
    }
    assertThat(next).isEqualTo(events.size());
  }

  private static void requireSame(
      ThreadState folded, ThreadState snapshot, List<ThreadEvent> events, int next) {
    if (!folded.equals(snapshot)) {
      List<ThreadEvent> last = events.subList(Math.max(0, next - 12), next);
      assertThat(folded.messages()).as("messages after %s", last).isEqualTo(snapshot.messages());
      assertThat(folded.places()).as("places after %s", last).isEqualTo(snapshot.places());
      assertThat(folded.unsaved()).as("save states after %s", last).isEqualTo(snapshot.unsaved());
      assertThat(folded.activeRun()).as("run after %s", last).isEqualTo(snapshot.activeRun());
      assertThat(folded.queue()).as("queue after %s", last).isEqualTo(snapshot.queue());
      assertThat(folded).as("state after %s", last).isEqualTo(snapshot);
    }
  }
}
