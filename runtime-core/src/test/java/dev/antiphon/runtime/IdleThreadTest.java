package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.tool.ApprovalResponse;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IdleThreadTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Duration ALMOST = TIMEOUT.minusSeconds(1);

  private final World world = new World().options(options -> options.idleThreadTimeout(TIMEOUT));
  private final ThreadListRuntime threads = world.start().threads("ada");

  private ThreadRuntime opened() {
    ThreadRuntime thread = threads.open("a");
    world.model.says("Hi");
    world.send(thread, "Hello");
    return thread;
  }

  private static boolean isLive(ThreadRuntime thread) {
    return thread.live().now() != null;
  }

  @Test
  @DisplayName("LIST-20: a live runtime is closed after the time-out, and not before")
  void afterTheTimeout() {
    ThreadRuntime thread = opened();

    world.scheduler.advance(ALMOST);
    boolean wasLive = isLive(thread);
    world.scheduler.advance(Duration.ofSeconds(1));

    assertThat(wasLive).isTrue();
    assertThat(isLive(thread)).isFalse();
  }

  @Test
  @DisplayName("LIST-20: using the thread starts the time anew")
  void used() {
    ThreadRuntime thread = opened();
    world.scheduler.advance(ALMOST);
    thread.state();

    world.scheduler.advance(ALMOST);
    boolean wasLive = isLive(thread);
    world.scheduler.advance(Duration.ofSeconds(1));

    assertThat(wasLive).isTrue();
    assertThat(isLive(thread)).isFalse();
  }

  @Test
  @DisplayName("LIST-20: the selected thread is not closed; when it is left its time begins")
  void selected() {
    ThreadRuntime thread = opened();
    threads.switchTo("a");
    world.scheduler.advance(TIMEOUT.multipliedBy(3));
    boolean wasLive = isLive(thread);
    threads.switchToNewThread();
    world.scheduler.advance(ALMOST);
    boolean isLiveAfterLeaving = isLive(thread);
    world.scheduler.advance(Duration.ofSeconds(1));

    assertThat(wasLive).isTrue();
    assertThat(isLiveAfterLeaving).isTrue();
    assertThat(isLive(thread)).isFalse();
  }

  @Test
  @DisplayName("LIST-20: a draft, an editor or a listener keeps it; without them its time begins")
  void kept() {
    ThreadRuntime thread = opened();
    thread.composer().setText("draft");
    world.scheduler.advance(TIMEOUT.multipliedBy(2));
    boolean withDraft = isLive(thread);
    thread.composer().setText("");
    EditComposer editor = thread.beginEdit(thread.state().messages().get(0).id());
    world.scheduler.advance(TIMEOUT.multipliedBy(2));
    boolean withEditor = isLive(thread);
    editor.cancel();
    Subscription listener = thread.subscribe(event -> {});
    world.scheduler.advance(TIMEOUT.multipliedBy(2));
    boolean withListener = isLive(thread);
    listener.close();
    world.scheduler.advance(ALMOST);
    boolean afterwards = isLive(thread);
    world.scheduler.advance(Duration.ofSeconds(1));

    assertThat(withDraft).isTrue();
    assertThat(withEditor).isTrue();
    assertThat(withListener).isTrue();
    assertThat(afterwards).isTrue();
    assertThat(isLive(thread)).isFalse();
  }

  @Test
  @DisplayName("LIST-20: a run keeps it, however long it takes; its end starts the time")
  void keptByRun() {
    ThreadRuntime thread = opened();
    world.model.then((request, reply) -> {
      world.scheduler.advance(TIMEOUT.multipliedBy(2));
      reply.text("done");
    });

    world.send(thread, "Take your time");
    world.scheduler.advance(ALMOST);
    boolean wasLive = isLive(thread);
    world.scheduler.advance(Duration.ofSeconds(1));

    assertThat(wasLive).isTrue();
    assertThat(isLive(thread)).isFalse();
  }

  @Test
  @DisplayName("LIST-20: a held thread, composer and run stay valid: the next use loads again")
  void heldThingsStayValid() {
    ThreadRuntime thread = opened();
    Composer composer = thread.composer();
    world.scheduler.advance(TIMEOUT);
    boolean wasLive = isLive(thread);

    composer.setText("Still there?");
    world.scheduler.runAll();

    assertThat(wasLive).isFalse();
    assertThat(thread.state().loadState()).isEqualTo(LoadState.LOADED);
    assertThat(thread.state().messages()).hasSize(2);
    assertThat(thread.composer().state().text()).isEqualTo("Still there?");
  }

  @Test
  @DisplayName(
      "LIST-20, RUN-19: a run that ended paused can be cancelled after its thread was closed")
  void cancelAfterwards() {
    ThreadRuntime thread = pausedThread();
    Run paused = lastRun;
    world.scheduler.advance(TIMEOUT);
    boolean wasLive = isLive(thread);

    paused.cancel();
    world.scheduler.runAll();

    assertThat(wasLive).isFalse();
    assertThat(String.valueOf(requireNonNull(thread.state().head()).status()))
        .isEqualTo("incomplete/cancelled");
  }

  @Test
  @DisplayName(
      "LIST-20, APPR-2: a gate is decided after its thread was closed, and the list says that"
          + " it waits")
  void decideAfterwards() {
    ThreadRuntime thread = pausedThread();
    world.scheduler.advance(TIMEOUT);
    ThreadListItem idle = thread.item();
    boolean wasLive = isLive(thread);
    CompletionStage<Void> loaded = thread.load();
    world.scheduler.runAll();
    loaded.toCompletableFuture().join();

    world.model.says("Done");
    Run continued = Stages.now(thread.respondToToolApproval(
            thread.pendingApprovals().get(0).id(), ApprovalResponse.approve()))
        .orElseThrow();
    RunResult result = world.finish(continued);

    assertThat(wasLive).isFalse();
    assertThat(idle.isPaused()).isTrue();
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(thread.item().isPaused()).isFalse();
  }

  @Test
  @DisplayName(
      "LIST-20: when a thread is loaded again, the list knows what somebody else has decided")
  void decidedElsewhere() {
    ThreadRuntime thread = pausedThread();
    world.scheduler.advance(TIMEOUT);
    boolean wasPaused = thread.item().isPaused();
    ThreadRuntime elsewhere = world.open("p");
    world.model.says("Done");
    elsewhere.load();
    world.scheduler.runAll();
    ApprovalId gate = elsewhere.pendingApprovals().get(0).id();
    world.finish(Stages.now(elsewhere.respondToToolApproval(gate, ApprovalResponse.approve()))
        .orElseThrow());

    thread.load();
    world.scheduler.runAll();

    assertThat(wasPaused).isTrue();
    assertThat(thread.item().isPaused()).isFalse();
  }

  @Test
  @DisplayName("LIST-20, APPR-12: a gate expires in time although its thread was closed")
  void expiresWhileIdle() {
    World expiring = new World()
        .options(
            options -> options.idleThreadTimeout(TIMEOUT).approvalTimeout(TIMEOUT.multipliedBy(3)))
        .tools(TestTools.tool("wipe", (arguments, call) -> "wiped").needsApproval());
    ThreadRuntime thread = expiring.start().threads("ada").open("a");
    expiring.model.calls("call-1", "wipe", "{}").says("Then not.");
    expiring.send(thread, "Wipe");
    expiring.scheduler.advance(TIMEOUT.multipliedBy(2));
    boolean wasLive = isLive(thread);

    expiring.scheduler.advance(TIMEOUT.multipliedBy(2));

    assertThat(wasLive).isFalse();
    assertThat(expiring.model.requests()).hasSize(2);
  }

  @SuppressWarnings("NullAway.Init") // pausedThread() sets it
  private Run lastRun;

  private ThreadRuntime pausedThread() {
    World paused =
        world.tools(TestTools.tool("wipe", (arguments, call) -> "wiped").needsApproval());
    ThreadRuntime thread = paused.start().threads("ada").open("p");
    world.model.calls("call-1", "wipe", "{}");
    lastRun = thread.send("Wipe");
    world.finish(lastRun);
    return thread;
  }

  @Test
  @DisplayName(
      "LIST-19: opened threads go on in the background, and the list shows which are running")
  void background() {
    ThreadRuntime one = threads.open("one");
    ThreadRuntime two = threads.open("two");
    world.model.then((request, reply) -> {
      assertThat(one.item().isRunning()).isTrue();
      assertThat(two.item().isRunning()).isFalse();
      world.finish(two.send("meanwhile"));
      threads.switchTo("two");
      reply.text("still here");
    });
    one.composer().setText("for later");
    ThreadRuntime opened = threads.open("one");

    world.finish(one.send("Go on"));

    assertThat(opened).isSameAs(one);
    assertThat(one.item().isRunning()).isFalse();
    assertThat(World.shown(one)).contains("assistant: still here (complete/unknown)");
    assertThat(World.shown(two)).hasSize(2);
    assertThat(one.composer().state().text()).isEqualTo("for later");
  }

  @Test
  @DisplayName("LIST-19: a thread whose load failed under a waiting run is not running any more")
  void notRunningAfterFailedLoad() {
    ThreadRuntime thread = threads.open("one");
    world.history.failLoad(new IllegalStateException("down"));

    thread.send("Hello");
    boolean wasRunning = thread.item().isRunning();
    world.scheduler.runAll();

    assertThat(wasRunning).isTrue();
    assertThat(thread.item().isRunning()).isFalse();
  }

  @Test
  @DisplayName("LIST-19: open selects nothing")
  void openSelectsNothing() {
    String before = threads.state().selectedId();

    threads.open("one");

    assertThat(threads.state().selectedId()).isEqualTo(before);
    assertThat(threads.main().key().threadId()).isEqualTo(before);
  }

  @Test
  @DisplayName("LIST-21: detach cancels the run and stops the live runtime; the item stays")
  void detach() {
    ThreadRuntime thread = threads.open("a");
    EventLog log = EventLog.of(thread);
    world.model.then((request, reply) -> {
      reply.text("Once");
      threads.detach("a");
      assertThat(thread.state().isRunning()).isFalse();
    });

    RunResult result = world.finish(thread.send("Tell me a story"));

    assertThat(result.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(isLive(thread)).isFalse();
    assertThat(threads.state().regularIds()).contains("a");
    assertThat(log.all()).last().isInstanceOf(ThreadEvent.ThreadClosed.class);
    assertThat(thread.state().loadState()).isEqualTo(LoadState.LOADING);
    world.scheduler.runAll();
    assertThat(thread.state().messages()).hasSize(2);
  }

  @Test
  @DisplayName(
      "LIST-21: draft and queue are kept for the next opening; the messages are loaded again")
  void detachKeeps() {
    ThreadRuntime thread = opened();
    thread.composer().setText("draft");
    world.model.then((request, reply) -> {
      reply.text("Once");
      thread.send("queued");
      threads.detach("a");
    });
    EventLog log = EventLog.of(thread);
    world.finish(thread.send("Tell me a story"));
    world.scheduler.runAll();
    int shownBefore = requireNonNull(thread.live().now()).writer.tree().size();
    int loads = world.history.loads();
    ThreadEvent.ThreadClosed closed = log.of(ThreadEvent.ThreadClosed.class).get(0);

    ThreadRuntime again = threads.open("a");
    world.model.says("Done");
    again.resumeQueue();
    world.scheduler.runAll();

    assertThat(shownBefore).isZero();
    assertThat(closed.left().queue()).hasSize(1);
    assertThat(closed.left().drafts()).hasSize(1);
    assertThat(world.history.loads()).isEqualTo(loads + 1);
    assertThat(again.composer().state().text()).isEqualTo("draft");
    assertThat(World.shown(again))
        .containsExactly(
            "user: Hello",
            "assistant: Hi (complete/unknown)",
            "user: Tell me a story",
            "assistant: Once (incomplete/cancelled)",
            "user: queued",
            "assistant: Done (complete/unknown)");
  }

  @Test
  @DisplayName("LIST-21: a thread without a live runtime is detached already")
  void detachIdle() {
    ThreadRuntime thread = opened();
    thread.live().closeIfIdle();

    CompletionStage<Void> detached = threads.detach("a");
    world.scheduler.runAll();

    assertThat(detached.toCompletableFuture()).isCompleted();
    assertThat(isLive(thread)).isFalse();
  }
}
