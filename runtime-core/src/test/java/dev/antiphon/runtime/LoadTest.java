package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.assistant;
import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.ThreadBusyException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadNotLoadedException;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static final ThreadKey KEY = new ThreadKey("ada", "t");

  private final World world = new World();
  private @Nullable ThreadRuntime running;

  @Test
  @DisplayName("LOAD-1: a thread is loaded once, on first use, however many callers there are")
  void once() {
    world.history.put(KEY, item("m1", null));
    ThreadRuntime thread = world.start().threads("ada").open("t");
    assertThat(thread.state().loadState()).isEqualTo(LoadState.NOT_LOADED);
    world.scheduler.runAll();
    assertThat(world.history.loads()).isZero();

    CompletableFuture<Void> first = thread.load().toCompletableFuture();
    CompletableFuture<Void> second = thread.load().toCompletableFuture();
    thread.refetch();
    Run run = thread.send("Hi");
    world.finish(run);
    thread.load();
    world.scheduler.runAll();

    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    assertThat(world.history.loads()).isEqualTo(1);
    assertThat(thread.state().loadState()).isEqualTo(LoadState.LOADED);
  }

  @Test
  @DisplayName("LOAD-1: isLoading is true from the start of the load to its end")
  void isLoading() {
    ThreadRuntime thread = world.start().threads("ada").open("t");
    EventLog events = EventLog.of(thread);
    assertThat(thread.state().isLoading()).isFalse();

    thread.load();
    assertThat(thread.state().isLoading()).isTrue();
    assertThat(thread.state().isEmpty()).isFalse();
    world.scheduler.runAll();

    assertThat(thread.state().isLoading()).isFalse();
    assertThat(thread.state().isEmpty()).isTrue();
    assertThat(events.names()).containsExactly("Snapshot", "LoadStarted", "LoadFinished");
  }

  @Test
  @DisplayName("LOAD-1: a history that finds nothing, or returns nothing, gives an empty thread")
  void nothing() {
    ThreadRuntime thread = world.open();
    assertThat(thread.export().items()).isEmpty();

    world.with(builder -> builder.history(new EmptyHanded()));
    ThreadRuntime other = world.open("other");

    assertThat(other.export().items()).isEmpty();
    assertThat(other.state().loadState()).isEqualTo(LoadState.LOADED);
  }

  @Test
  @DisplayName("LOAD-2: what changes the thread waits for the load, in order; reading does not")
  void waits() {
    world.history.put(KEY, item("m1", null), item("m2", "m1"));
    world.model.says("Hello");
    ThreadRuntime thread = world.start().threads("ada").open("t");

    List<CompletableFuture<Void>> stages = new ArrayList<>();
    stages.add(thread.append(MessageInput.text("a1")).toCompletableFuture());
    stages.add(thread.updateCustom(id("m1"), Map.of("n", 1)).toCompletableFuture());
    stages.add(thread.setHead(id("m1")).toCompletableFuture());
    stages.add(thread.append(MessageInput.text("a2")).toCompletableFuture());
    Run run = thread.send("s");
    stages.add(thread.delete(id("m2")).toCompletableFuture());
    assertThat(thread.state().messages()).isEmpty();
    assertThat(thread.export().items()).isEmpty();
    assertThat(run.state()).isEqualTo(RunState.PREPARING);
    world.scheduler.runAll();

    assertThat(stages).allMatch(CompletableFuture::isDone);
    assertThat(World.shown(thread))
        .containsExactly("user: m1", "user: a2", "user: s", "assistant: Hello (complete/unknown)");
    assertThat(thread.branches(thread.message(1).id())).hasSize(2);
    assertThat(thread.message(0).metadata().custom()).containsEntry("n", 1);
  }

  @Test
  @DisplayName("LOAD-2: reload and edit wait for the load too, and are refused by their run")
  void versionsWait() {
    world.history.put(KEY, item("m1", null), MessageItem.of(assistant("m2", "old"), id("m1")));
    world.model.says("new");
    ThreadRuntime thread = world.start().threads("ada").open("t");

    Run reload = thread.reload(id("m2"));
    world.finish(reload);
    ThreadRuntime other = world.start().threads("ada").open("t");
    Run unknown = other.edit(id("none"), MessageInput.text("x"));

    assertThat(World.shown(thread))
        .containsExactly("user: m1", "assistant: new (complete/unknown)");
    assertThatThrownBy(() -> world.finish(unknown)).isInstanceOf(MessageNotSentException.class);
  }

  @Test
  @DisplayName("LOAD-3: a failed load refuses changes and gives the drafts of waiting sends back")
  void failed() {
    world.history.failLoad(new StorageException("timeout", "Too slow.", true, null));
    ThreadRuntime thread = world.start().threads("ada").open("t");
    EventLog events = EventLog.of(thread);
    Run send = thread.send("my draft");
    CompletableFuture<Void> append =
        thread.append(MessageInput.text("mine too")).toCompletableFuture();

    assertThatThrownBy(() -> world.finish(send))
        .isInstanceOfSatisfying(
            MessageNotSentException.class,
            refusal -> assertThat(
                    Objects.requireNonNull(refusal.draft()).message().text())
                .isEqualTo("my draft"));

    assertThat(append).isCompletedExceptionally();
    assertThat(thread.state().loadState()).isEqualTo(LoadState.LOAD_FAILED);
    assertThat(Objects.requireNonNull(thread.state().loadError()).code()).isEqualTo("timeout");
    assertThat(events.of(ThreadEvent.LoadFailed.class)).hasSize(1);
    assertThat(events.of(ThreadEvent.MessageNotSent.class)).isNotEmpty();
    assertThatThrownBy(() -> thread.send("x")).isInstanceOf(ThreadNotLoadedException.class);
    assertThatThrownBy(() -> thread.reset(List.of())).isInstanceOf(ThreadNotLoadedException.class);
    assertThatThrownBy(() -> thread.refetch()).isInstanceOf(ThreadNotLoadedException.class);
    assertThat(thread.load().toCompletableFuture()).satisfies(stage -> {
      world.scheduler.runAll();
      assertThat(stage).isCompletedExceptionally();
    });
  }

  @Test
  @DisplayName("LOAD-3: retryLoad loads again, as often as it takes")
  void retried() {
    world.history.put(KEY, item("m1", null));
    world.history.failLoad(new IllegalStateException("down"));
    world.history.failLoad(new AssertionError("still down"));
    ThreadRuntime thread = world.start().threads("ada").open("t");
    thread.load();
    world.scheduler.runAll();
    CompletableFuture<Void> second = thread.retryLoad().toCompletableFuture();
    world.scheduler.runAll();
    assertThat(second).isCompletedExceptionally();

    CompletableFuture<Void> third = thread.retryLoad().toCompletableFuture();
    Run run = thread.send("Hi");
    assertThat(thread.state().loadError()).isNull();
    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);

    assertThat(third).isCompleted();
    assertThat(thread.state().messages()).hasSize(3);
  }

  @Test
  @DisplayName("LOAD-9: refetch loads again and replaces the thread")
  void refetch() {
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    world.history.put(KEY, item("elsewhere", thread.message(1).id().value()));

    CompletableFuture<Void> stage = thread.refetch().toCompletableFuture();
    assertThat(thread.state().isLoading()).isTrue();
    assertThat(thread.state().messages()).hasSize(2);
    world.scheduler.runAll();

    assertThat(stage).isCompleted();
    assertThat(thread.export().items()).hasSize(3);
    assertThat(world.send(thread, "Ho").isSaved()).isTrue();
  }

  @Test
  @DisplayName("LOAD-9, LOAD-3: a refetch that fails replaces nothing and can be tried again")
  void refetchFails() {
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    world.history.failLoad(new IllegalStateException("down"));

    CompletableFuture<Void> stage = thread.refetch().toCompletableFuture();
    world.scheduler.runAll();

    assertThat(stage).isCompletedExceptionally();
    assertThat(thread.state().messages()).hasSize(2);
    assertThat(thread.state().loadState()).isEqualTo(LoadState.LOAD_FAILED);
    thread.retryLoad();
    assertThat(world.send(thread, "Ho").isSaved()).isTrue();
  }

  @Test
  @DisplayName(
      "LOAD-9: refetch is refused during a run, with queued items and with unsaved messages")
  void refetchRefused() {
    world
        .model
        .then((request, reply) -> assertThatThrownBy(
                () -> Objects.requireNonNull(running).refetch())
            .isInstanceOf(ThreadBusyException.class))
        .then((request, reply) -> {
          reply.text("lost");
          world.history.failWrites(5);
        });
    ThreadRuntime thread = world.open();
    running = thread;
    world.send(thread, "Hi");

    Run run = thread.send("Ho");
    world.scheduler.advance(Duration.ofMinutes(1));
    assertThat(world.finish(run).isSaved()).isFalse();

    assertThatThrownBy(thread::refetch).isInstanceOf(ThreadBusyException.class);
    assertThat(thread.state().loadState()).isEqualTo(LoadState.LOADED);
    thread.append(MessageInput.text("brings the backlog"));
    world.scheduler.runAll();
    CompletableFuture<Void> stage = thread.refetch().toCompletableFuture();
    world.scheduler.runAll();
    assertThat(stage).isCompleted();
  }

  @Test
  @DisplayName("LOAD-9: refetch is refused while a cancelled run has left sends in the queue")
  void refetchRefusedByQueue() {
    ThreadRuntime thread = world.open();
    thread.send("one");
    Run queued = thread.send("two");
    thread.cancelRun();
    world.scheduler.runAll();
    assertThat(thread.state().isRunning()).isFalse();

    assertThatThrownBy(thread::refetch).isInstanceOf(ThreadBusyException.class);

    assertThat(queued.state()).isEqualTo(RunState.QUEUED);
  }
}
