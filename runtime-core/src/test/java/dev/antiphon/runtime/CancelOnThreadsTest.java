package dev.antiphon.runtime;

import static dev.antiphon.runtime.CancelEverywhereTest.cancelAndCheck;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.testing.ScriptedModel;
import dev.antiphon.testing.TestTools;
import dev.antiphon.thread.ThreadEvent;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Cancels while something blocks, on real threads: rules RUN-15 to RUN-17 and TOOL-21. */
class CancelOnThreadsTest {

  private static final ToolCallId C1 = new ToolCallId("c1");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
      assertThat(thread.resumeToolCall(C1, "late")).isCompletedWithValue(false);
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
