package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.Message;
import dev.antiphon.message.Status;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.testing.ScriptedModel;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Wherever a run is cancelled, it ends cancelled at once, closes what was registered, and the next
 * send works.
 */
class CancelEverywhereTest {

  private static final ToolCallId C1 = new ToolCallId("c1");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final World world = new World();
  private final List<String> closed = new ArrayList<>();

  /** Cancels, and checks what is true as soon as the call returns. */
  private static void cancelAndCheck(ThreadRuntime thread, Run run) {
    run.cancel();
    run.cancel();
    assertThat(thread.state().isRunning()).isFalse();
    Message last = thread.state().messages().get(thread.state().messages().size() - 1);
    if (last.status() != null) {
      assertThat(last.status()).isEqualTo(Status.CANCELLED);
    }
  }

  private void nextSendWorks(ThreadRuntime thread) {
    world.model.says("Here again.");
    RunResult result = world.send(thread, "Are you there?");
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(result.text()).isEqualTo("Here again.");
    assertThat(world.open().state().messages())
        .extracting(Message::status)
        .doesNotContain(Status.RUNNING);
  }

  @Test
  @DisplayName("RUN-15, RUN-16: before the first write")
  void beforeTheFirstWrite() {
    ThreadRuntime thread = world.open();
    Run[] run = new Run[1];
    world.model.then((request, reply) -> {
      request.cancellation().onCancel(() -> closed.add("upstream"));
      cancelAndCheck(thread, run[0]);
      world.scheduler.runSome(20);
      assertThat(closed).containsExactly("upstream");
      reply.text("too late");
    });
    run[0] = thread.send("Hi");

    assertThat(world.finish(run[0]).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant:  (incomplete/cancelled)");
    nextSendWorks(thread);
  }

  @Test
  @DisplayName("RUN-15, RUN-16: in mid-stream: what was written stays, what comes later is dropped")
  void inMidStream() {
    ThreadRuntime thread = world.open();
    Run[] run = new Run[1];
    world.model.then((request, reply) -> {
      request.cancellation().onCancel(() -> closed.add("upstream"));
      reply.text("Once upon");
      cancelAndCheck(thread, run[0]);
      assertThat(reply.isClosed()).isTrue();
      assertThat(request.cancellation().isCancelled()).isTrue();
      reply.text(" a time");
      reply.toolCall(C1, "delete");
    });
    run[0] = thread.send("Hi");

    assertThat(world.finish(run[0]).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(closed).containsExactly("upstream");
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: Once upon (incomplete/cancelled)");
    nextSendWorks(thread);
  }

  @Test
  @DisplayName("RUN-15, RUN-16: in a tool: told to stop, its late result is dropped")
  void inTool() {
    Run[] run = new Run[1];
    ThreadRuntime[] thread = new ThreadRuntime[1];
    world.tools(TestTools.tool("slow", (arguments, call) -> {
      call.cancellation().onCancel(() -> closed.add("tool"));
      cancelAndCheck(thread[0], run[0]);
      world.scheduler.runSome(20);
      call.progress("late");
      return "late";
    }));
    world.model.then((request, reply) -> {
      request.cancellation().onCancel(() -> closed.add("upstream"));
      call(reply, "c1", "slow", "{}");
    });
    thread[0] = world.open();
    run[0] = thread[0].send("Hi");

    assertThat(world.finish(run[0]).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(closed).containsExactlyInAnyOrder("upstream", "tool");
    ToolCallPart call = thread[0].state().messages().get(1).toolCalls().get(0);
    assertThat(call.hasResult()).isFalse();
    assertThat(call.hasProgress()).isFalse();
    assertThat(world.model.requests()).hasSize(1);
    nextSendWorks(thread[0]);
  }

  @Test
  @DisplayName("RUN-18, RUN-19: in a pause: message and gates cancelled, in memory and in storage")
  void inPause() {
    world.tools(
        new TestTools().recording("delete").needsApproval(),
        TestTools.tool("order", (arguments, call) -> ToolResult.needsInput("How many?")));
    world.model.then((request, reply) -> {
      call(reply, "c1", "delete", "{}");
      call(reply, "c2", "order", "{}");
    });
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);

    thread.cancelRun();

    Message now = thread.state().messages().get(1);
    assertThat(now.status()).isEqualTo(Status.CANCELLED);
    assertThat(now.toolCalls()).allMatch(call -> call.interrupt() == null && !call.hasOpenGate());
    world.scheduler.runAll();
    assertThat(events.of(ThreadEvent.HumanInputResolved.class)).hasSize(1);
    assertThat(world.open().state().messages().get(1)).isEqualTo(now);
    assertThat(thread.resumeToolCall(new ToolCallId("c2"), 3)).isFalse();
    nextSendWorks(thread);
  }

  @Test
  @DisplayName("RUN-24, RUN-15: while a pause is being stored: it is never announced")
  void whilePausing() {
    world.tools(TestTools.human("ask")).model.calls("c1", "ask", "{}");
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    Run run = thread.send("Hi");
    while (run.state() != dev.antiphon.run.RunState.PAUSING) {
      assertThat(world.scheduler.runOne()).isTrue();
    }

    cancelAndCheck(thread, run);

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(events.of(ThreadEvent.MessageChanged.class))
        .extracting(event -> event.message().status())
        .doesNotContain(Status.TOOL_CALLS);
    nextSendWorks(thread);
  }

  @Test
  @DisplayName(
      "SEND-7, RUN-15: in the queue of stores: the model is never called, the message stays")
  void inTheQueueOfStores() {
    ThreadRuntime thread = world.open();
    thread.append(dev.antiphon.message.MessageInput.text("First"));
    Run run = thread.send("Second");

    cancelAndCheck(thread, run);

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(world.model.requests()).isEmpty();
    assertThat(World.shown(thread)).containsExactly("user: First", "user: Second");
    nextSendWorks(thread);
  }

  @Test
  @DisplayName("SEND-7, RUN-15: while its first write is under way")
  void whileStoring() {
    ThreadRuntime thread = world.open();
    Run[] run = new Run[1];
    AtomicBoolean isCancelled = new AtomicBoolean();
    world.history.beforeWrite(() -> {
      if (isCancelled.compareAndSet(false, true)) {
        cancelAndCheck(thread, run[0]);
      }
    });
    run[0] = thread.send("Hi");

    assertThat(world.finish(run[0]).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(isCancelled).isTrue();
    assertThat(world.model.requests()).isEmpty();
    nextSendWorks(thread);
  }

  // ---- on real threads

  /** Says whether a storage call was interrupted, and lets a test hold one. */
  private static final class WatchedHistory implements ThreadHistoryAdapter {
    private final InMemoryThreadHistory store = new InMemoryThreadHistory();
    private final CompletableFuture<Void> entered = new CompletableFuture<>();
    private final CompletableFuture<Void> release = new CompletableFuture<>();
    private final AtomicBoolean wasInterrupted = new AtomicBoolean();
    private volatile boolean isHeld;

    @Override
    public LoadedThread load(ThreadKey thread) {
      return store.load(thread);
    }

    @Override
    public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
      if (isHeld) {
        entered.complete(null);
        try {
          release.get(30, TimeUnit.SECONDS);
        } catch (Exception interrupted) {
          wasInterrupted.set(true);
        }
      }
      ThreadRevision next = store.write(thread, batch);
      wasInterrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
      return next;
    }

    @Override
    public Set<Capability> capabilities() {
      return store.capabilities();
    }
  }

  @Test
  @DisplayName("TOOL-21, RUN-15: in askHuman: the question fails, the handler is told to stop")
  void inAskHuman() throws Exception {
    ScriptedModel model = new ScriptedModel();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    LocalRuntime.Builder builder = LocalRuntime.builder(model)
        .json(new PlainJson())
        .tools(TestTools.tool("ask", (arguments, call) -> {
          call.cancellation().onCancel(() -> stopped.complete(null));
          try {
            return call.askHuman("?");
          } catch (CancellationException ended) {
            end.complete(ended);
            throw ended;
          }
        }));
    try (LocalRuntime runtime = builder.build()) {
      ThreadRuntime thread = runtime.threads("ada").open("t");
      thread.subscribe(event -> {
        if (event instanceof ThreadEvent.HumanInputRequested) {
          asked.complete(null);
        }
      });
      model.calls("c1", "ask", "{}").says("Here again.");
      Run run = thread.send("Hi");
      asked.get(30, TimeUnit.SECONDS);

      cancelAndCheck(thread, run);

      assertThat(run.await(PATIENCE).outcome()).isEqualTo(RunOutcome.CANCELLED);
      assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
      stopped.get(30, TimeUnit.SECONDS);
      assertThat(thread.state().messages().get(1).toolCalls().get(0).interrupt())
          .isNull();
      assertThat(thread.resumeToolCall(C1, "late")).isFalse();
      assertThat(thread.send("Again").await(PATIENCE).outcome()).isEqualTo(RunOutcome.COMPLETE);
    }
  }

  @Test
  @DisplayName("RUN-17: an adapter that ignores cancellation blocks nothing, and is reported once")
  void adapterThatIgnoresIt() throws Exception {
    ScriptedModel model = new ScriptedModel();
    CompletableFuture<Void> called = new CompletableFuture<>();
    CompletableFuture<Void> release = new CompletableFuture<>();
    CompletableFuture<ThreadEvent> reported = new CompletableFuture<>();
    RuntimeOptions options =
        RuntimeOptions.builder().cancelGrace(Duration.ofMillis(5)).build();
    try (LocalRuntime runtime =
        LocalRuntime.builder(model).json(new PlainJson()).options(options).build()) {
      ThreadRuntime thread = runtime.threads("ada").open("t");
      thread.subscribe(event -> {
        if (event instanceof ThreadEvent.LeakSuspected) {
          reported.complete(event);
        }
      });
      model
          .then((request, reply) -> {
            called.complete(null);
            release.get(30, TimeUnit.SECONDS);
            reply.text("too late");
          })
          .says("Here again.");
      Run run = thread.send("Hi");
      called.get(30, TimeUnit.SECONDS);

      cancelAndCheck(thread, run);

      assertThat(run.await(PATIENCE).outcome()).isEqualTo(RunOutcome.CANCELLED);
      RunResult next = thread.send("Again").await(PATIENCE);
      assertThat(next.text()).isEqualTo("Here again.");
      assertThat(reported.get(30, TimeUnit.SECONDS).runId()).isEqualTo(run.id());
      release.complete(null);
      assertThat(requireNonNull(thread.state().messages().get(1)).text()).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "RUN-16: no storage thread is ever interrupted, also while it stores what is cancelled")
  void storageIsNotInterrupted() throws Exception {
    WatchedHistory history = new WatchedHistory();
    ScriptedModel model = new ScriptedModel();
    CompletableFuture<Void> sleeping = new CompletableFuture<>();
    CompletableFuture<Throwable> wokenUp = new CompletableFuture<>();
    try (LocalRuntime runtime =
        LocalRuntime.builder(model).json(new PlainJson()).history(history).build()) {
      ThreadRuntime thread = runtime.threads("ada").open("t");
      model
          .then((request, reply) -> {
            reply.part(dev.antiphon.message.TextPart.of("a part that is stored"));
            history.isHeld = true;
            reply.part(dev.antiphon.message.TextPart.of("a part whose write is held"));
            history.entered.get(30, TimeUnit.SECONDS);
            try {
              request.cancellation().interruptibly(() -> {
                sleeping.complete(null);
                return new CompletableFuture<>().get(30, TimeUnit.SECONDS);
              });
            } catch (InterruptedException interrupted) {
              wokenUp.complete(interrupted);
            }
          })
          .says("Here again.");
      Run run = thread.send("Hi");
      sleeping.get(30, TimeUnit.SECONDS);

      cancelAndCheck(thread, run);

      assertThat(wokenUp.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      history.isHeld = false;
      history.release.complete(null);
      assertThat(run.await(PATIENCE).isSaved()).isTrue();
      assertThat(history.wasInterrupted).isFalse();
      assertThat(thread.send("Again").await(PATIENCE).outcome()).isEqualTo(RunOutcome.COMPLETE);
    }
  }
}
