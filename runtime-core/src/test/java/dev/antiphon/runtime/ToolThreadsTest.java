package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.LiveWorld;
import dev.antiphon.testing.TestTools;
import dev.antiphon.tool.Tool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Handlers that block, on real threads: rules TOOL-8 and TOOL-10. */
class ToolThreadsTest {

  private static final ToolCallId C1 = new ToolCallId("c1");

  private final LiveWorld world = new LiveWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @DisplayName(
      "TOOL-8: a handler that takes too long is told to stop and gets a timeout error result")
  void timeout() throws Exception {
    CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    CompletableFuture<Void> started = new CompletableFuture<>();
    CompletableFuture<Void> release = new CompletableFuture<>();
    Tool slow = TestTools.tool("slow", (arguments, call) -> {
          call.cancellation().onCancel(() -> stopped.complete(true));
          started.complete(null);
          release.get(30, TimeUnit.SECONDS);
          return "late";
        })
        .toBuilder()
        .timeout(Duration.ofSeconds(17))
        .build();
    KeptTimers timers = new KeptTimers();
    ThreadRuntime thread = world.open(builder -> builder.timer(timers).tools(slow));
    world.model.calls("c1", "slow", "{}").says("Done.");
    Run run = thread.send("Hi");
    started.get(30, TimeUnit.SECONDS);

    timers.ring(Duration.ofSeconds(17));
    RunResult result = run.await(LiveWorld.PATIENCE);
    release.complete(null);

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(stopped.get(30, TimeUnit.SECONDS)).isTrue();
    ToolCallPart call = calls(thread).get(0);
    assertThat(call.isError()).isTrue();
    assertThat(String.valueOf(call.result())).contains("'slow'", "timeout");
  }

  /** Keeps what is scheduled, and runs nothing before it is told. */
  private static final class KeptTimers implements Timer {
    private final List<Kept> kept = new CopyOnWriteArrayList<>();

    private record Kept(Duration delay, Runnable task, AtomicBoolean isCancelled) {}

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
      Kept timer = new Kept(delay, task, new AtomicBoolean());
      kept.add(timer);
      return () -> timer.isCancelled().set(true);
    }

    void ring(Duration delay) {
      kept.stream()
          .filter(timer -> timer.delay().equals(delay))
          .forEach(timer -> timer.task().run());
    }

    List<Boolean> cancelled(Duration delay) {
      return kept.stream()
          .filter(timer -> timer.delay().equals(delay))
          .map(timer -> timer.isCancelled().get())
          .toList();
    }
  }

  @Test
  @DisplayName("TOOL-8: time that is spent in askHuman does not count, the time before it does")
  void waitingDoesNotCount() throws Exception {
    KeptTimers timers = new KeptTimers();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    Tool ask = TestTools.tool("ask", (arguments, call) -> {
          now.updateAndGet(time -> time.plusSeconds(4));
          return call.askHuman("?");
        })
        .toBuilder()
        .timeout(Duration.ofSeconds(17))
        .build();
    ThreadRuntime thread =
        world.open(builder -> builder.timer(timers).clock(now::get).tools(ask));
    world.model.calls("c1", "ask", "{}");
    Run run = thread.send("Hi");
    world.awaitQuestion();

    assertThat(timers.cancelled(Duration.ofSeconds(17))).containsExactly(true);
    assertThat(timers.cancelled(Duration.ofSeconds(13))).isEmpty();
    now.updateAndGet(time -> time.plusSeconds(3600));
    assertThat(thread.resumeToolCall(C1, "answer")).isCompletedWithValue(true);
    assertThat(timers.cancelled(Duration.ofSeconds(13))).hasSize(1);
    run.await(LiveWorld.PATIENCE);

    assertThat(calls(thread).get(0).result()).isEqualTo("answer");
  }

  @Test
  @DisplayName(
      "TOOL-10: handlers run on no thread of a caller, listener or model, and under no lock")
  void threads() throws Exception {
    List<Thread> others = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Thread> handler = new CompletableFuture<>();
    CompletableFuture<Boolean> couldRead = new CompletableFuture<>();
    ThreadRuntime[] thread = new ThreadRuntime[1];
    others.add(Thread.currentThread());
    thread[0] = world.open(TestTools.tool("add", (arguments, call) -> {
      handler.complete(Thread.currentThread());
      // A lock of the thread would keep another thread from reading.
      CompletableFuture<Integer> read =
          CompletableFuture.supplyAsync(() -> thread[0].pendingApprovals().size());
      couldRead.complete(read.get(30, TimeUnit.SECONDS) == 0);
      return 3;
    }));
    Thread[] modelThread = new Thread[1];
    world.model.then((request, reply) -> {
      modelThread[0] = Thread.currentThread();
      reply.toolCall(C1, "add");
      reply.completeToolCall(C1);
    });

    thread[0].send("Hi").await(LiveWorld.PATIENCE);

    assertThat(handler.get(30, TimeUnit.SECONDS)).isNotIn(others);
    assertThat(couldRead.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(modelThread[0]).isNotNull();
  }
}
