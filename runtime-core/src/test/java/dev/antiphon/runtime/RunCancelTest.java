package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.World;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.Tool;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunCancelTest {

  private final World world = new World();

  private static Tool gated() {
    return Tool.builder("delete", "Deletes")
        .handler((arguments, call) -> 1)
        .build()
        .needsApproval();
  }

  /** What cancels a run from the middle of its reply. */
  private interface Canceller {
    void cancel(LocalRuntime runtime, ThreadRuntime thread, Run run);
  }

  private static RunOutcome outcomeAfter(Canceller canceller) {
    World world = new World();
    LocalRuntime runtime = world.start();
    ThreadRuntime thread = runtime.threads("ada").open("t");
    List<Run> runs = new ArrayList<>();
    world.model.then((request, reply) -> {
      reply.text("Half");
      canceller.cancel(runtime, thread, runs.get(0));
      assertThat(reply.isClosed()).isTrue();
      reply.text(" late");
    });
    runs.add(thread.send("Hi"));
    return world.finish(runs.get(0)).outcome();
  }

  @Test
  @DisplayName("RUN-14: Run.cancel, cancelRun, INTERRUPT, delete, import and reset cancel")
  void whatCancels() {
    assertThat(outcomeAfter((runtime, thread, run) -> run.cancel()))
        .isEqualTo(RunOutcome.CANCELLED);
    assertThat(outcomeAfter((runtime, thread, run) -> thread.cancelRun()))
        .isEqualTo(RunOutcome.CANCELLED);
    assertThat(outcomeAfter((runtime, thread, run) -> thread.send(
            MessageInput.text("x"),
            SendOptions.builder().whenBusy(WhenBusy.INTERRUPT).build())))
        .isEqualTo(RunOutcome.CANCELLED);
    assertThat(outcomeAfter(
            (runtime, thread, run) -> thread.delete(thread.message(1).id())))
        .isEqualTo(RunOutcome.CANCELLED);
    assertThat(outcomeAfter((runtime, thread, run) ->
            thread.importThread(new ExportedThread(Head.ABSENT, List.of()))))
        .isEqualTo(RunOutcome.CANCELLED);
    assertThat(outcomeAfter((runtime, thread, run) -> thread.reset(List.of())))
        .isEqualTo(RunOutcome.CANCELLED);
  }

  @Test
  @DisplayName("RUN-14: close cancels what still runs")
  void closeCancels() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    LocalRuntime runtime = LocalRuntime.builder((request, reply) -> {
          request.cancellation().onCancel(mayGoOn::countDown);
          isAsked.countDown();
          assertThat(mayGoOn.await(30, TimeUnit.SECONDS)).isTrue();
        })
        .build();
    Run run = runtime.threads().open("t").send("Hi");
    assertThat(isAsked.await(30, TimeUnit.SECONDS)).isTrue();

    runtime.close();

    assertThat(run.await(Duration.ofSeconds(30)).outcome()).isEqualTo(RunOutcome.CANCELLED);
  }

  @Test
  @DisplayName("RUN-14: a timeout, an interrupt or an exception named like an abort is an error")
  void whatDoesNotCancel() {
    for (Exception thrown : List.of(
        new java.util.concurrent.TimeoutException("late"),
        new InterruptedException("stop"),
        new CancellationException("AbortError"))) {
      World fresh = new World();
      fresh.model.then((request, reply) -> {
        Thread.currentThread().interrupt();
        throw thrown;
      });
      ThreadRuntime thread = fresh.open();

      Run run = thread.send("Hi");
      assertThatThrownBy(() -> fresh.finish(run)).isInstanceOf(RunFailedException.class);

      assertThat(World.shown(thread)).last().asString().contains("incomplete/error");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  @DisplayName("RUN-15: cancel is legal in every state, idempotent, and at once")
  void everyState() {
    ThreadRuntime thread = world.open();
    List<Run> queued = new ArrayList<>();
    Tool slow = Tool.builder("slow", "Slow")
        .handler((arguments, call) -> {
          assertThat(thread.state().activeRun()).isNotNull();
          thread.cancelRun();
          assertThat(thread.message(thread.state().messages().size() - 1).status())
              .isEqualTo(Status.CANCELLED);
          return 1;
        })
        .build();
    world.tools(slow);
    world
        .model
        .then((request, reply) -> {
          queued.add(thread.send("Queued"));
          queued.get(0).cancel();
          assertThat(queued.get(0).state()).isEqualTo(RunState.ENDED);
          assertThat(thread.state().queue()).isEmpty();
          thread.cancelRun();
          assertThat(thread.message(1).status()).isEqualTo(Status.CANCELLED);
          reply.text("late");
        })
        .then((request, reply) -> {
          reply.text("Half");
          thread.cancelRun();
          assertThat(World.shown(thread))
              .last()
              .isEqualTo("assistant: Half (incomplete/cancelled)");
        });

    Run requesting = thread.send("One");
    assertThat(world.finish(requesting).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(world.finish(queued.get(0)).outcome()).isEqualTo(RunOutcome.CANCELLED);
    Run streaming = thread.send("Two");
    assertThat(world.finish(streaming).outcome()).isEqualTo(RunOutcome.CANCELLED);
    Run preparing = thread.send("Three");
    preparing.cancel();
    assertThat(world.finish(preparing).outcome()).isEqualTo(RunOutcome.CANCELLED);

    List<String> before = World.shown(thread);
    List.of(requesting, streaming, preparing).forEach(Run::cancel);
    requesting.cancel();
    world.scheduler.runAll();
    assertThat(World.shown(thread)).isEqualTo(before);
  }

  @Test
  @DisplayName("RUN-15: a run that executes a tool is cancelled at once")
  void cancelWhileExecuting() {
    List<ThreadRuntime> threads = new ArrayList<>();
    world.tools(Tool.builder("slow", "Slow")
        .handler((arguments, call) -> {
          ThreadRuntime thread = threads.get(0);
          thread.cancelRun();
          assertThat(thread.message(1).status()).isEqualTo(Status.CANCELLED);
          assertThat(call.cancellation().isCancelled()).isTrue();
          return "late";
        })
        .build());
    world.model.calls("c1", "slow", "{}");
    threads.add(world.open());

    assertThat(world.send(threads.get(0), "Hi").outcome()).isEqualTo(RunOutcome.CANCELLED);

    assertThat(threads.get(0).message(1).toolCall(0).hasResult()).isFalse();
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @DisplayName("RUN-15: a terminal status is never changed by a later cancel")
  void cancelAfterTheEnd() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");
    world.history.beforeWrite(() -> {
      if (run.state() == RunState.FINISHING) {
        run.cancel();
        thread.cancelRun();
      }
    });

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
    run.cancel();

    assertThat(thread.message(1).status()).isEqualTo(Status.COMPLETE_UNKNOWN);
  }

  @Test
  @DisplayName(
      "RUN-15: a run that ended paused cancels nothing once another goes on with its message")
  void cancelAfterThePauseWasDecided() {
    world.tools(gated());
    world.model.calls("c1", "delete", "{}").says("Deleted.");
    ThreadRuntime thread = world.open();
    Run paused = thread.send("Hi");
    world.finish(paused);
    Run next = Stages.now(thread.respondToToolApproval(
            thread.pendingApprovals().get(0).id(), ApprovalResponse.approve()))
        .orElseThrow();
    assertThat(next.state()).isEqualTo(RunState.PREPARING);
    assertThat(thread.message(1).isPaused()).isTrue();

    paused.cancel();

    assertThat(thread.message(1).status()).isEqualTo(Status.TOOL_CALLS);
    assertThat(world.finish(next).text()).isEqualTo("Deleted.");
  }

  @Test
  @DisplayName(
      "RUN-15, RUN-23: a continuation that is cancelled in the queue leaves the active run alone")
  void cancelAQueuedContinuation() {
    world.tools(gated());
    world.model.calls("c1", "delete", "{}");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    MessageId paused = thread.message(1).id();
    List<Run> continued = new ArrayList<>();
    world.model.then((request, reply) -> {
      reply.text("One");
      continued.add(Stages.now(thread.respondToToolApproval(
              thread.pendingApprovals().get(0).id(), ApprovalResponse.approve()))
          .orElseThrow());
      continued.get(0).cancel();
      assertThat(thread.message(paused).status()).isEqualTo(Status.CANCELLED);
      reply.text(" more");
    });

    Run active =
        thread.send(MessageInput.text("Ho"), SendOptions.builder().parent(null).build());

    assertThat(world.finish(active).text()).isEqualTo("One more");
    assertThat(world.finish(continued.get(0)).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(thread.message(paused).metadata().timing())
        .isNotNull()
        .extracting(timing -> timing.totalStreamTime())
        .isEqualTo(0L);
  }

  @Test
  @DisplayName(
      "RUN-16: cancel runs what was registered, before the first token too, and drops the rest")
  void registrations() {
    List<String> closed = new ArrayList<>();
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      request.cancellation().onCancel(() -> closed.add("socket"));
      thread.cancelRun();
      world.scheduler.runAll();
      assertThat(closed).containsExactly("socket");
      assertThat(request.cancellation().isCancelled()).isTrue();
      request.cancellation().onCancel(() -> closed.add("too late"));
      reply.text("late");
      reply.state("late");
      reply.replaceContent(List.of());
      reply.toolCall(new ToolCallId("c"), "late");
    });

    assertThat(world.send(thread, "Hi").text()).isEmpty();

    assertThat(closed).containsExactly("socket", "too late");
    assertThat(thread.message(1).content()).isEmpty();
    assertThat(thread.message(1).metadata().state()).isNull();
  }

  @Test
  @DisplayName("RUN-16: a thread is interrupted inside interruptibly, and nowhere else")
  void interruptibly() throws Exception {
    CountDownLatch isInside = new CountDownLatch(1);
    CountDownLatch isOutside = new CountDownLatch(1);
    CountDownLatch isCancelled = new CountDownLatch(1);
    CompletableFuture<Boolean> inside = new CompletableFuture<>();
    CompletableFuture<Boolean> outside = new CompletableFuture<>();
    CountDownLatch never = new CountDownLatch(1);
    try (LocalRuntime runtime = LocalRuntime.builder((request, reply) -> {
          if (request.lastUserText().equals("inside")) {
            try {
              request.cancellation().interruptibly(() -> {
                isInside.countDown();
                return never.await(30, TimeUnit.SECONDS);
              });
            } catch (InterruptedException interrupted) {
              inside.complete(!Thread.currentThread().isInterrupted());
            }
          } else {
            isOutside.countDown();
            outside.complete(isCancelled.await(30, TimeUnit.SECONDS));
          }
        })
        .build()) {
      Run first = runtime.threads().open("one").send("inside");
      assertThat(isInside.await(30, TimeUnit.SECONDS)).isTrue();
      first.cancel();
      assertThat(inside.get(30, TimeUnit.SECONDS)).isTrue();

      Run second = runtime.threads().open("two").send("outside");
      assertThat(isOutside.await(30, TimeUnit.SECONDS)).isTrue();
      second.cancel();
      isCancelled.countDown();
      assertThat(outside.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
