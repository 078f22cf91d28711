package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.LiveWorld;
import dev.antiphon.testing.MortalHistory;
import dev.antiphon.testing.TestTools;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Handlers that ask and wait, on real threads: rules TOOL-20 and TOOL-21. */
class AskHumanTest {

  private static final ToolCallId C1 = new ToolCallId("c1");

  private final LiveWorld world = new LiveWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private static MessageId reply(ThreadRuntime thread) {
    return thread.state().messages().get(1).id();
  }

  @Test
  @DisplayName(
      "TOOL-20, TOOL-21: the handler waits, the message reads interrupt, the answer resumes")
  void asksAndResumes() throws Exception {
    ThreadRuntime thread = world.open(TestTools.tool(
        "paint",
        (arguments, call) -> "painted " + call.askHuman(Map.of("question", "Which colour?"))));
    world.model.calls("c1", "paint", "{}").says("Done.");
    Run run = thread.send("Paint it");
    world.awaitQuestion();

    assertThat(run.state()).isEqualTo(RunState.EXECUTING);
    assertThat(thread.state().isRunning()).isTrue();
    assertThat(thread.message(reply(thread)).status()).isEqualTo(Status.INTERRUPT);
    assertThat(requireNonNull(calls(thread).get(0).interrupt()).payload())
        .isEqualTo(Map.of("question", "Which colour?"));
    assertThat(thread.resumeToolCall(new ToolCallId("c9"), "red")).isCompletedWithValue(false);
    assertThat(thread.resumeToolCall(C1, "blue")).isCompletedWithValue(true);
    RunResult result = run.await(LiveWorld.PATIENCE);

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(calls(thread).get(0).result()).isEqualTo("painted blue");
    assertThat(calls(thread).get(0).interrupt()).isNull();
    assertThat(thread.resumeToolCall(C1, "late")).isCompletedWithValue(false);
  }

  @Test
  @DisplayName("TOOL-20: while another call executes the message reads running")
  void readsRunning() throws Exception {
    CompletableFuture<String> other = new CompletableFuture<>();
    CompletableFuture<Status> whenOtherIsOver = new CompletableFuture<>();
    ThreadRuntime thread = world.open(
        TestTools.tool("ask", (arguments, call) -> call.askHuman("?")),
        TestTools.tool("work", (arguments, call) -> other.get(30, TimeUnit.SECONDS)));
    thread.subscribe(event -> {
      if (event instanceof ThreadEvent.MessageChanged changed
          && Status.INTERRUPT.equals(changed.message().status())) {
        whenOtherIsOver.complete(changed.message().status());
      }
    });
    world.model.then((request, reply) -> {
      reply.toolCall(C1, "ask");
      reply.toolCall(new ToolCallId("c2"), "work");
    });
    Run run = thread.send("Hi");
    world.awaitQuestion();

    // The first question may come before the start of the second handler is announced; both calls
    // were started in one write, so the message reads running either way.
    assertThat(thread.message(reply(thread)).status()).isEqualTo(Status.RUNNING);
    other.complete("worked");
    assertThat(whenOtherIsOver.get(30, TimeUnit.SECONDS)).isEqualTo(Status.INTERRUPT);
    thread.resumeToolCall(C1, null);

    assertThat(run.await(LiveWorld.PATIENCE).outcome()).isEqualTo(RunOutcome.COMPLETE);
  }

  @Test
  @DisplayName(
      "TOOL-21: a second question of the same call fails the first with CancellationException")
  void secondQuestion() throws Exception {
    CompletableFuture<Throwable> first = new CompletableFuture<>();
    ThreadRuntime thread = world.open(TestTools.tool("ask", (arguments, call) -> {
      Thread asker = new Thread(() -> {
        try {
          call.askHuman("first");
        } catch (CancellationException | InterruptedException ended) {
          first.complete(ended);
        }
      });
      asker.start();
      world.awaitQuestion();
      return call.askHuman("second");
    }));
    world.model.calls("c1", "ask", "{}");
    Run run = thread.send("Hi");
    assertThat(first.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);

    assertThat(thread.resumeToolCall(C1, "answer")).isCompletedWithValue(true);
    run.await(LiveWorld.PATIENCE);

    assertThat(calls(thread).get(0).result()).isEqualTo("answer");
  }

  @Test
  @DisplayName("TOOL-21: so do delete and close")
  void deleteAndClose() throws Exception {
    BlockingQueue<Throwable> ends = new LinkedBlockingQueue<>();
    Tool ask = TestTools.tool("ask", (arguments, call) -> {
      try {
        return call.askHuman("?");
      } catch (CancellationException ended) {
        ends.add(ended);
        throw ended;
      }
    });
    ThreadRuntime thread = world.open(ask);
    world.model.calls("c1", "ask", "{}").calls("c1", "ask", "{}");
    thread.send("Hi");
    world.awaitQuestion();

    thread.delete(reply(thread)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(ends.poll(30, TimeUnit.SECONDS)).isNotNull();

    thread.send("Hi again");
    world.awaitQuestion();
    world.close();
    assertThat(ends.poll(30, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  @DisplayName("TOOL-21: a given result fails the question too, and the run goes on")
  void givenResult() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    ThreadRuntime thread = world.open(TestTools.tool("ask", (arguments, call) -> {
      try {
        return call.askHuman("?");
      } catch (CancellationException ended) {
        end.complete(ended);
        throw ended;
      }
    }));
    world.model.calls("c1", "ask", "{}").says("Done.");
    Run run = thread.send("Hi");
    world.awaitQuestion();

    thread.addToolResult(reply(thread), C1, ToolResult.of("given"));

    assertThat(run.await(LiveWorld.PATIENCE).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    assertThat(calls(thread).get(0).result()).isEqualTo("given");
  }

  @Test
  @DisplayName("TOOL-20: with humanTimeout nobody's answer is a timeout error result")
  void humanTimeout() throws Exception {
    RuntimeOptions options =
        RuntimeOptions.builder().humanTimeout(Duration.ofMillis(5)).build();
    ThreadRuntime thread =
        world.open(options, TestTools.tool("ask", (arguments, call) -> call.askHuman("?")));
    world.model.calls("c1", "ask", "{}").says("Done.");

    RunResult result = thread.send("Hi").await(LiveWorld.PATIENCE);

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(calls(thread).get(0).isError()).isTrue();
    assertThat(String.valueOf(calls(thread).get(0).result())).contains("'ask'", "timeout");
  }

  @Test
  @DisplayName("TOOL-13, TOOL-20: a handler that waited when the process died is not called again")
  void waitedWhenTheProcessDied() throws Exception {
    CompletableFuture<Status> whenCustomIsStored = new CompletableFuture<>();
    MortalHistory firstLife = new MortalHistory(world.store(), batch -> {
      Status stored = statusOfCustom(batch);
      if (stored != null) {
        whenCustomIsStored.complete(stored);
      }
    });
    RuntimeOptions noRetries = RuntimeOptions.builder().historyAttempts(1).build();
    ThreadRuntime thread = world.open(builder -> builder
        .history(firstLife)
        .options(noRetries)
        .tools(
            TestTools.tool("ask", (arguments, call) -> call.askHuman("?")),
            TestTools.tool("work", (arguments, call) -> 3)));
    world.model.then((request, reply) -> {
      reply.toolCall(C1, "ask");
      reply.toolCall(new ToolCallId("c2"), "work");
    });
    thread.send("Hi");
    world.awaitQuestion();
    thread.updateCustom(reply(thread), Map.of("stored", "while it asks"));
    assertThat(whenCustomIsStored.get(30, TimeUnit.SECONDS)).isEqualTo(Status.RUNNING);
    firstLife.die();

    ThreadRuntime reopened = world.open(TestTools.tool("ask", (arguments, call) -> "again"));
    reopened.load().toCompletableFuture().get(30, TimeUnit.SECONDS);

    assertThat(reopened.message(reply(reopened)).status()).isEqualTo(Status.INTERRUPTED);
    assertThat(reopened.resumeToolCall(C1, "late")).isCompletedWithValue(false);
    world.model.says("Gone on.");
    RunResult result = reopened.continueRun(reply(reopened)).await(LiveWorld.PATIENCE);
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(String.valueOf(calls(reopened).get(0).result())).contains("interrupted");
  }

  /** Returns the status that a reply with metadata of an application is stored with, if one is. */
  private static @Nullable Status statusOfCustom(HistoryBatch batch) {
    for (HistoryEntry entry : batch.entries()) {
      if (entry instanceof HistoryEntry.Update update
          && !update.item().message().metadata().custom().isEmpty()) {
        return update.item().message().status();
      }
    }
    return null;
  }
}
