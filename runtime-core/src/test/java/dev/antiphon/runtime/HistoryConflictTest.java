package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.ThreadConflictException;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadNotLoadedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistoryConflictTest {

  private static final ThreadKey KEY = new ThreadKey("ada", "t");

  private final World world = new World();

  @Test
  @DisplayName("HIST-15: each batch names the revision that the load or the batch before gave")
  void revisions() {
    world.model.says("Hello").says("Again");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    ThreadRuntime reopened = world.open();
    world.send(reopened, "Ho");

    List<Long> expected = new ArrayList<>();
    for (int i = 0; i < world.history.batches().size(); i++) {
      expected.add((long) i);
    }
    assertThat(world.history.batches())
        .extracting(HistoryBatch::expected)
        .extracting(ThreadRevision::value)
        .containsExactlyElementsOf(expected);
  }

  @Test
  @DisplayName(
      "HIST-15: when another writer came first the run is cancelled, nothing is tried again")
  void conflict() {
    world.model.then((request, reply) -> {
      reply.text("Hel");
      another();
      reply.text("lo");
    });
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    Run run = thread.send("Hi");
    world.scheduler.advance(Duration.ofMinutes(1));

    RunResult result = world.finish(run);

    assertThat(result.isSaved()).isFalse();
    MessageId id = Objects.requireNonNull(result.message()).id();
    assertThat(thread.state().saveState(id)).isEqualTo(SaveState.UNSAVED);
    assertThat(thread.state().loadState()).isEqualTo(LoadState.LOAD_FAILED);
    assertThat(Objects.requireNonNull(thread.state().loadError()).code()).isEqualTo("conflict");
    assertThat(events.of(ThreadEvent.LoadFailed.class)).hasSize(1);
    assertThat(world.history.writes()).isEqualTo(2);
    assertThatThrownBy(() -> thread.send("More")).isInstanceOf(ThreadNotLoadedException.class);
    assertThatThrownBy(() -> thread.setHead(null)).isInstanceOf(ThreadNotLoadedException.class);
  }

  @Test
  @DisplayName("HIST-15: a run that still works is cancelled by a conflict")
  void cancelled() {
    List<Boolean> wasClosed = new ArrayList<>();
    world.model.then((request, reply) -> {
      another();
      reply.text("a");
      world.scheduler.advance(Duration.ofSeconds(2));
      wasClosed.add(reply.isClosed());
      wasClosed.add(request.cancellation().isCancelled());
    });
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(wasClosed).containsExactly(true, true);
    assertThat(result.historyErrors()).isNotEmpty();
  }

  @Test
  @DisplayName(
      "HIST-15: retryLoad shows what the other writer stored, and the thread goes on from there")
  void retried() {
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    another();
    CompletableFuture<Void> lost =
        thread.append(MessageInput.text("too late")).toCompletableFuture();
    world.scheduler.runAll();
    assertThatThrownBy(lost::join)
        .hasCauseInstanceOf(MessageNotSentException.class)
        .hasRootCauseInstanceOf(ThreadConflictException.class);

    CompletableFuture<Void> loaded = thread.retryLoad().toCompletableFuture();
    world.scheduler.runAll();

    assertThat(loaded).isCompleted();
    assertThat(thread.export().items()).hasSize(3);
    assertThat(thread.state().unsaved()).isEmpty();
    world.model.says("Welcome back");
    assertThat(world.send(thread, "Now").isSaved()).isTrue();
    assertThat(world.open().export()).isEqualTo(thread.export());
  }

  @Test
  @DisplayName("HIST-15: a send whose first batch meets a conflict is not sent, once")
  void firstBatch() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    another();

    Run run = thread.send("Hi");

    assertThatThrownBy(() -> world.finish(run))
        .isInstanceOf(MessageNotSentException.class)
        .hasCauseInstanceOf(ThreadConflictException.class);
    assertThat(events.of(ThreadEvent.RunEnded.class)).hasSize(1);
    assertThat(world.model.requests()).isEmpty();
    assertThat(thread.state().isRunning()).isFalse();
  }

  @Test
  @DisplayName("HIST-15: what waits behind a conflict is given up, and waiting sends are not lost")
  void waiting() {
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    MessageId first = thread.message(0).id();
    another();
    thread.updateCustom(first, Map.of("n", 1));
    thread.updateCustom(thread.message(1).id(), Map.of("n", 1));
    CompletableFuture<Void> deletion = thread.delete(first).toCompletableFuture();
    world.scheduler.advance(Duration.ofMinutes(1));

    assertThat(deletion).isCompletedExceptionally();
    assertThat(thread.state().unsaved().values())
        .containsExactly(SaveState.UNSAVED, SaveState.UNSAVED);
    assertThat(world.history.writes()).isEqualTo(world.history.batches().size() + 1);
  }

  /** Another process stores to the thread. */
  private void another() {
    world.threadList.initialize(KEY);
    long revision = world.history.load(KEY).revision().value();
    world.history.put(KEY, item("other" + revision, null));
    assertThat(world.history.load(KEY).revision().value()).isEqualTo(revision + 1);
  }
}
