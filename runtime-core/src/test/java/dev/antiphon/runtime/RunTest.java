package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.NotAnAssistantMessageException;
import dev.antiphon.message.Status;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.port.ModelException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  @Test
  @DisplayName("RUN-7: startRun replies below any parent, reload beside the old version")
  void startRunAndReload() {
    world.model.says("One").says("Two").says("Three").says("Root");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    MessageId user = thread.message(0).id();
    MessageId first = thread.message(1).id();

    RunResult second = world.finish(thread.startRun(user));
    world.finish(thread.reload(first));
    assertThat(thread.branches(first)).hasSize(3);
    assertThat(second.message()).isNotNull();
    assertThat(thread.branches(first)).contains(second.message().id());
    assertThat(thread.message(first).text()).isEqualTo("One");
    world.finish(thread.startRun(null));
    assertThat(World.shown(thread)).containsExactly("assistant: Root (complete/unknown)");

    assertThatThrownBy(() -> thread.reload(user))
        .isInstanceOf(NotAnAssistantMessageException.class);
  }

  @Test
  @DisplayName("RUN-8: an unknown parent is refused before any event, and the active run goes on")
  void unknownParent() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    MessageId unknown = new MessageId("unknown");
    world.model.then((request, reply) -> {
      assertThatThrownBy(() -> thread.startRun(unknown))
          .isInstanceOf(UnknownMessageException.class);
      assertThatThrownBy(() -> thread.reload(unknown)).isInstanceOf(UnknownMessageException.class);
      assertThatThrownBy(() -> thread.resumeRun(unknown, world.model))
          .isInstanceOf(UnknownMessageException.class);
      assertThatThrownBy(() -> thread.send(
              MessageInput.text("x"), SendOptions.builder().parent(unknown).build()))
          .isInstanceOf(UnknownMessageException.class);
      reply.text("Hello");
    });

    assertThat(world.send(thread, "Hi").text()).isEqualTo("Hello");

    assertThat(events.of(ThreadEvent.RunStarted.class)).hasSize(1);
  }

  @Test
  @DisplayName("RUN-9: startRun moves the head to the parent at once, and the reply follows")
  void headOfAStartedRun() {
    world.model.says("One").says("Two").says("Again");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    world.send(thread, "Ho");
    MessageId first = thread.message(0).id();

    Run run = thread.startRun(first);
    assertThat(World.shown(thread)).containsExactly("user: Hi");
    world.finish(run);

    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: Again (complete/unknown)");
  }

  @Test
  @DisplayName("RUN-9: if no reply comes, an unmoved head returns; a moved one stays")
  void headReturns() {
    world.model.says("One").says("Two");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    world.send(thread, "Ho");
    List<String> before = World.shown(thread);
    MessageId first = thread.message(0).id();
    MessageId reply = thread.message(1).id();

    world.history.failWrites(1);
    Run unsent = thread.startRun(first);
    assertThatThrownBy(() -> world.finish(unsent)).isInstanceOf(MessageNotSentException.class);
    assertThat(World.shown(thread)).isEqualTo(before);

    world.history.failWrites(1);
    Run moved = thread.startRun(first);
    thread.setHead(reply);
    assertThatThrownBy(() -> world.finish(moved)).isInstanceOf(MessageNotSentException.class);
    assertThat(thread.state().messages()).hasSize(2);
  }

  @Test
  @DisplayName("RUN-9: a continuation selects nothing")
  void continuationSelectsNothing() {
    world.tools(count());
    world.model.calls("c1", "count", "{}").says("Other").says("Continued");
    ThreadRuntime thread = world.open();
    world.finish(
        thread.send(MessageInput.text("Hi"), SendOptions.builder().maxSteps(1).build()));
    MessageId limited = thread.message(1).id();
    world.finish(thread.send(
        MessageInput.text("Elsewhere"), SendOptions.builder().parent(null).build()));
    List<String> before = World.shown(thread);

    RunResult result = world.finish(thread.continueRun(limited));

    assertThat(result.text()).isEqualTo("Continued");
    assertThat(World.shown(thread)).isEqualTo(before);
  }

  @Test
  @DisplayName("RUN-10: resumeRun asks the source for the first step and the model for later ones")
  void resumeRun() {
    world.tools(count());
    world.model.says("From the model");
    ThreadRuntime thread = world.open();
    CompletableFuture<Void> appended = thread.append(MessageInput.text("Hi")).toCompletableFuture();
    world.scheduler.runAll();
    assertThat(appended).isCompleted();

    RunResult result = world.finish(thread.resumeRun(thread.message(0).id(), (request, reply) -> {
      reply.text("From the source");
      reply.toolCall(new ToolCallId("c1"), "count");
    }));

    assertThat(result.text()).isEqualTo("From the source\n\nFrom the model");
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @SuppressWarnings("NullAway")
  @DisplayName("RUN-10: resumeRun without a source throws at once, and nothing is interrupted")
  void resumeWithoutSource() {
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      assertThatThrownBy(() -> thread.resumeRun(null, null))
          .isInstanceOf(NullPointerException.class);
      reply.text("Hello");
    });

    assertThat(world.send(thread, "Hi").text()).isEqualTo("Hello");
  }

  @Test
  @DisplayName("RUN-11: the run config is stored with the message, and a continuation uses its own")
  void runConfig() {
    world.tools(count());
    world.model.calls("c1", "count", "{}").says("Other").says("Continued").says("Reloaded");
    ThreadRuntime thread = world.open();
    world.finish(thread.send(
        MessageInput.text("Hi"),
        SendOptions.builder().maxSteps(1).runConfig(Map.of("mode", "one")).build()));
    MessageId limited = thread.message(1).id();
    world.finish(thread.send(
        MessageInput.text("Ho"),
        SendOptions.builder().runConfig(Map.of("mode", "two")).build()));

    ThreadRuntime loaded = world.open();
    assertThat(loaded.export().items())
        .extracting(item -> item.runConfig())
        .containsExactly(
            Map.of("mode", "one"),
            Map.of("mode", "one"),
            Map.of("mode", "two"),
            Map.of("mode", "two"));
    world.finish(loaded.continueRun(limited));
    assertThat(world.model.lastRequest().runConfig()).isEqualTo(Map.of("mode", "one"));

    world.finish(loaded.reload(limited));
    assertThat(world.model.lastRequest().runConfig()).isEmpty();
  }

  @Test
  @DisplayName("RUN-12: a new reply starts with the state of the nearest reply above it")
  void stateAbove() {
    world
        .model
        .then((request, reply) -> reply.state(Map.of("n", 1)))
        .then((request, reply) -> reply.state(Map.of("n", 2)))
        .says("Three");
    ThreadRuntime thread = world.open();
    world.send(thread, "One");
    MessageId first = thread.message(0).id();
    Message firstReply = thread.message(1);
    world.finish(thread.reload(firstReply.id()));

    // The visible branch has n = 2; the new question stands below the reply with n = 1.
    assertThat(thread.state().state()).isEqualTo(Map.of("n", 2));
    world.finish(thread.send(
        MessageInput.text("Two"), SendOptions.builder().parent(firstReply.id()).build()));

    assertThat(thread.message(3).metadata().state()).isEqualTo(Map.of("n", 1));
    assertThat(thread.message(0).id()).isEqualTo(first);
  }
}
