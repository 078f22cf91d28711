package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Status;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.ModelException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.World;
import dev.antiphon.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunTest {

  private final World world = new World();

  private static Tool count() {
    return Tool.builder("count", "Counts").handler((arguments, call) -> 1).build();
  }

  @Test
  @DisplayName("RUN-1: a run has its id, thread and state before any request is sent")
  void handle() {
    ThreadRuntime thread = world.open();
    List<RunState> states = new ArrayList<>();

    Run run = thread.send("Hi");
    states.add(run.state());
    assertThat(run.id().value()).isNotEmpty();
    assertThat(run.thread()).isEqualTo(thread.key());
    assertThat(run.messageId()).isNull();
    world.model.then((request, reply) -> {
      states.add(run.state());
      assertThat(run.messageId()).isEqualTo(request.messageId());
      reply.text("Hello");
      states.add(run.state());
    });
    world.finish(run);
    states.add(run.state());

    assertThat(states)
        .containsExactly(
            RunState.PREPARING, RunState.REQUESTING, RunState.STREAMING, RunState.ENDED);
  }

  @Test
  @DisplayName("RUN-2: completion ends normally for COMPLETE, INCOMPLETE, CANCELLED and PAUSED")
  void normalEnds() {
    world.tools(Tool.builder("ask", "Asks").build());
    ThreadRuntime thread = world.open();
    world
        .model
        .says("Done")
        .then((request, reply) -> reply.status(Status.incomplete(Status.Reason.LENGTH)))
        .then((request, reply) -> thread.cancelRun())
        .calls("c1", "ask", "{}");

    assertThat(world.send(thread, "1").outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(world.send(thread, "2").outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(world.send(thread, "3").outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(world.send(thread, "4").outcome()).isEqualTo(RunOutcome.PAUSED);
  }

  @Test
  @DisplayName("RUN-2: completion fails for FAILED and NOT_SENT, each with its exception")
  void failedEnds() {
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      throw new IllegalStateException("Broken");
    });

    Run failing = thread.send("1");
    assertThatThrownBy(() -> world.finish(failing)).isInstanceOf(RunFailedException.class);
    world.history.failWrites(1);
    Run unsent = thread.send("2");
    assertThatThrownBy(() -> world.finish(unsent)).isInstanceOf(MessageNotSentException.class);
  }

  @Test
  @DisplayName("RUN-3: a result has outcome, message, status, saved, steps, usage and timing")
  void result() {
    world.tools(count());
    world
        .model
        .then((request, reply) -> {
          reply.toolCall(new ToolCallId("c1"), "count");
          reply.usage(new TokenUsage(10, 2));
        })
        .then((request, reply) -> {
          reply.text("Done");
          reply.usage(new TokenUsage(20, 3));
          reply.status(Status.STOP);
        });
    ThreadRuntime thread = world.open();

    Run run = thread.send("Hi");
    RunResult result = world.finish(run);

    assertThat(result.runId()).isEqualTo(run.id());
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(result.message()).isEqualTo(thread.message(1));
    assertThat(result.status()).isEqualTo(Status.STOP);
    assertThat(result.isSaved()).isTrue();
    assertThat(result.steps()).hasSize(2);
    assertThat(result.usage()).isEqualTo(new TokenUsage(30, 5));
    assertThat(result.timing()).isNotNull();
    assertThat(result.modelError()).isNull();
    assertThat(result.historyErrors()).isEmpty();
  }

  @Test
  @DisplayName("RUN-3: a failed run has the model's exception as its cause, and the result")
  void failure() {
    ModelException broken = new ModelException("rate-limit", "Slow down.", true, null);
    world.model.then((request, reply) -> {
      reply.text("Half");
      throw broken;
    });
    ThreadRuntime thread = world.open();

    Run run = thread.send("Hi");

    assertThatThrownBy(() -> world.finish(run))
        .isInstanceOfSatisfying(RunFailedException.class, failure -> {
          assertThat(failure.getCause()).isSameAs(broken);
          assertThat(failure.result().text()).isEqualTo("Half");
          assertThat(failure.result().isSaved()).isTrue();
          ErrorInfo error = failure.result().modelError();
          assertThat(error).isNotNull();
          assertThat(error.code()).isEqualTo("rate-limit");
        });
    assertThat(World.shown(thread))
        .last()
        .asString()
        .startsWith("assistant: Half (incomplete/error");
  }

  @Test
  @DisplayName(
      "RUN-4: the visible end comes before the last write; completion and ENDED wait for it")
  void visibleEnd() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");
    List<String> seen = new ArrayList<>();
    world.history.beforeWrite(() -> {
      if (thread.state().messages().size() == 2) {
        seen.add(thread.message(1).status() + " " + thread.state().isRunning() + " " + run.state()
            + " " + run.completion().toCompletableFuture().isDone());
      }
    });

    world.finish(run);

    assertThat(seen).last().isEqualTo("complete/unknown false FINISHING false");
    assertThat(run.state()).isEqualTo(RunState.ENDED);
  }

  @Test
  @DisplayName("RUN-4: the next queued run starts at the visible end, though the write is slow")
  void queueDoesNotWaitForTheWrite() {
    world.options(options -> options.historyAttempts(2));
    ThreadRuntime thread = world.open();
    world
        .model
        .then((request, reply) -> {
          thread.send("Second");
          world.scheduler.runSome(20);
          world.history.failWrites(1);
          reply.text("One");
        })
        .says("Two");

    Run first = thread.send("First");
    world.scheduler.runAll();

    assertThat(first.state()).isEqualTo(RunState.FINISHING);
    assertThat(thread.state().messages()).hasSize(3);
    world.scheduler.advance(Duration.ofSeconds(1));
    assertThat(World.shown(thread)).last().isEqualTo("assistant: Two (complete/unknown)");
  }

  @Test
  @DisplayName("RUN-5: a model error and a history error are both in the result")
  void bothErrors() {
    world.options(options -> options.historyAttempts(1));
    world.model.then((request, reply) -> {
      world.history.failWrites(10);
      throw new IllegalStateException("Broken");
    });
    ThreadRuntime thread = world.open();

    Run run = thread.send("Hi");

    assertThatThrownBy(() -> world.finish(run))
        .isInstanceOfSatisfying(RunFailedException.class, failure -> {
          assertThat(failure.result().modelError()).isNotNull();
          assertThat(failure.result().historyErrors())
              .extracting(ErrorInfo::code)
              .contains("unavailable");
          assertThat(failure.result().isSaved()).isFalse();
        });
  }

  @Test
  @DisplayName(
      "RUN-6: cancelling the stage, a timeout of await and a leaving listener stop nothing")
  void bystanders() throws Exception {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    try (LocalRuntime runtime = LocalRuntime.builder((request, reply) -> {
          assertThat(mayGoOn.await(30, TimeUnit.SECONDS)).isTrue();
          reply.text("Hello");
        })
        .build()) {
      ThreadRuntime thread = runtime.threads().open("t");
      Subscription listener = thread.subscribe(event -> {});
      Run run = thread.send("Hi");

      CompletableFuture<RunResult> copy = run.completion().toCompletableFuture();
      assertThat(copy.cancel(true)).isTrue();
      assertThat(run.completion().toCompletableFuture().completeExceptionally(new Error()))
          .isTrue();
      assertThatThrownBy(() -> run.await(Duration.ofMillis(1)))
          .isInstanceOf(TimeoutException.class);
      listener.close();
      mayGoOn.countDown();

      assertThat(run.await().text()).isEqualTo("Hello");
    }
  }
}
