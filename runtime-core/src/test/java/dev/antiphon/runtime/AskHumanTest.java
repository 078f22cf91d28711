package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.memory.InMemoryThreadHistory;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.HistoryBatch;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.port.ThreadRevision;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.PlainJson;
import dev.antiphon.testing.ScriptedModel;
import dev.antiphon.testing.TestTools;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Handlers that ask and wait, on real threads: rules TOOL-8, TOOL-10, TOOL-20 and TOOL-21. */
class AskHumanTest {

  private static final ToolCallId C1 = new ToolCallId("c1");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ScriptedModel model = new ScriptedModel();
  private final CompletableFuture<Void> whenCustomIsStored = new CompletableFuture<>();
  private final ThreadHistoryAdapter history = new WatchedHistory();
  private final BlockingQueue<ThreadEvent> questions = new LinkedBlockingQueue<>();
  private final List<LocalRuntime> started = new ArrayList<>();

  /** Tells when a reply is stored that has metadata of an application. */
  private final class WatchedHistory implements ThreadHistoryAdapter {
    private final InMemoryThreadHistory store = new InMemoryThreadHistory();

    @Override
    public LoadedThread load(ThreadKey thread) {
      return store.load(thread);
    }

    @Override
    public ThreadRevision write(ThreadKey thread, HistoryBatch batch) {
      ThreadRevision next = store.write(thread, batch);
      boolean hasCustom = batch.entries().stream()
          .anyMatch(entry -> entry instanceof HistoryEntry.Update update
              && !update.item().message().metadata().custom().isEmpty());
      if (hasCustom) {
        whenCustomIsStored.complete(null);
      }
      return next;
    }

    @Override
    public Set<Capability> capabilities() {
      return store.capabilities();
    }
  }

  @AfterEach
  void close() {
    started.forEach(LocalRuntime::close);
  }

  private ThreadRuntime open(RuntimeOptions options, Tool... tools) {
    LocalRuntime runtime = LocalRuntime.builder(model)
        .json(new PlainJson())
        .history(history)
        .options(options)
        .tools(tools)
        .build();
    started.add(runtime);
    ThreadRuntime thread = runtime.threads("ada").open("t");
    thread.subscribe(event -> {
      if (event instanceof ThreadEvent.HumanInputRequested) {
        questions.add(event);
      }
    });
    return thread;
  }

  private ThreadRuntime open(Tool... tools) {
    return open(RuntimeOptions.DEFAULTS, tools);
  }

  private void awaitQuestion() throws InterruptedException {
    assertThat(questions.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
  }

  private static MessageId reply(ThreadRuntime thread) {
    return thread.state().messages().get(1).id();
  }

  @Test
  @DisplayName(
      "TOOL-20, TOOL-21: the handler waits, the message reads interrupt, the answer resumes")
  void asksAndResumes() throws Exception {
    ThreadRuntime thread = open(TestTools.tool(
        "paint",
        (arguments, call) -> "painted " + call.askHuman(Map.of("question", "Which colour?"))));
    model.calls("c1", "paint", "{}").says("Done.");
    Run run = thread.send("Paint it");
    awaitQuestion();

    assertThat(run.state()).isEqualTo(RunState.EXECUTING);
    assertThat(thread.state().isRunning()).isTrue();
    assertThat(thread.message(reply(thread)).status()).isEqualTo(Status.INTERRUPT);
    assertThat(requireNonNull(calls(thread).get(0).interrupt()).payload())
        .isEqualTo(Map.of("question", "Which colour?"));
    assertThat(thread.resumeToolCall(new ToolCallId("c9"), "red")).isFalse();
    assertThat(thread.resumeToolCall(C1, "blue")).isTrue();
    RunResult result = run.await(PATIENCE);

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(calls(thread).get(0).result()).isEqualTo("painted blue");
    assertThat(calls(thread).get(0).interrupt()).isNull();
    assertThat(thread.resumeToolCall(C1, "late")).isFalse();
  }

  @Test
  @DisplayName("TOOL-20: while another call executes the message reads running")
  void readsRunning() throws Exception {
    CompletableFuture<String> other = new CompletableFuture<>();
    CompletableFuture<Status> whenOtherIsOver = new CompletableFuture<>();
    ThreadRuntime thread = open(
        TestTools.tool("ask", (arguments, call) -> call.askHuman("?")),
        TestTools.tool("work", (arguments, call) -> other.get(30, TimeUnit.SECONDS)));
    thread.subscribe(event -> {
      if (event instanceof ThreadEvent.MessageChanged changed
          && Status.INTERRUPT.equals(changed.message().status())) {
        whenOtherIsOver.complete(changed.message().status());
      }
    });
    model.then((request, reply) -> {
      reply.toolCall(C1, "ask");
      reply.toolCall(new ToolCallId("c2"), "work");
    });
    Run run = thread.send("Hi");
    awaitQuestion();

    // The first question may come before the start of the second handler is announced; both calls
    // were started in one write, so the message reads running either way.
    assertThat(thread.message(reply(thread)).status()).isEqualTo(Status.RUNNING);
    other.complete("worked");
    assertThat(whenOtherIsOver.get(30, TimeUnit.SECONDS)).isEqualTo(Status.INTERRUPT);
    thread.resumeToolCall(C1, null);

    assertThat(run.await(PATIENCE).outcome()).isEqualTo(RunOutcome.COMPLETE);
  }

  @Test
  @DisplayName(
      "TOOL-21: a second question of the same call fails the first with CancellationException")
  void secondQuestion() throws Exception {
    CompletableFuture<Throwable> first = new CompletableFuture<>();
    ThreadRuntime thread = open(TestTools.tool("ask", (arguments, call) -> {
      Thread asker = new Thread(() -> {
        try {
          call.askHuman("first");
        } catch (CancellationException | InterruptedException ended) {
          first.complete(ended);
        }
      });
      asker.start();
      awaitQuestion();
      return call.askHuman("second");
    }));
    model.calls("c1", "ask", "{}");
    Run run = thread.send("Hi");
    assertThat(first.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);

    assertThat(thread.resumeToolCall(C1, "answer")).isTrue();
    run.await(PATIENCE);

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
    ThreadRuntime thread = open(ask);
    model.calls("c1", "ask", "{}").calls("c1", "ask", "{}");
    thread.send("Hi");
    awaitQuestion();

    thread.delete(reply(thread)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(ends.poll(30, TimeUnit.SECONDS)).isNotNull();

    thread.send("Hi again");
    awaitQuestion();
    started.get(0).close();
    assertThat(ends.poll(30, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  @DisplayName("TOOL-21: a given result fails the question too, and the run goes on")
  void givenResult() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    ThreadRuntime thread = open(TestTools.tool("ask", (arguments, call) -> {
      try {
        return call.askHuman("?");
      } catch (CancellationException ended) {
        end.complete(ended);
        throw ended;
      }
    }));
    model.calls("c1", "ask", "{}").says("Done.");
    Run run = thread.send("Hi");
    awaitQuestion();

    thread.addToolResult(reply(thread), C1, ToolResult.of("given"));

    assertThat(run.await(PATIENCE).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    assertThat(calls(thread).get(0).result()).isEqualTo("given");
  }

  @Test
  @DisplayName("TOOL-20: with humanTimeout nobody's answer is a timeout error result")
  void humanTimeout() throws Exception {
    RuntimeOptions options =
        RuntimeOptions.builder().humanTimeout(Duration.ofMillis(5)).build();
    ThreadRuntime thread =
        open(options, TestTools.tool("ask", (arguments, call) -> call.askHuman("?")));
    model.calls("c1", "ask", "{}").says("Done.");

    RunResult result = thread.send("Hi").await(PATIENCE);

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(calls(thread).get(0).isError()).isTrue();
    assertThat(String.valueOf(calls(thread).get(0).result())).contains("'ask'", "timeout");
  }

  @Test
  @DisplayName(
      "TOOL-8: a handler that takes too long is told to stop and gets a timeout error result")
  void timeout() throws Exception {
    CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    CompletableFuture<Void> release = new CompletableFuture<>();
    Tool slow = TestTools.tool("slow", (arguments, call) -> {
          call.cancellation().onCancel(() -> stopped.complete(true));
          release.get(30, TimeUnit.SECONDS);
          return "late";
        })
        .toBuilder()
        .timeout(Duration.ofMillis(5))
        .build();
    ThreadRuntime thread = open(slow);
    model.calls("c1", "slow", "{}").says("Done.");

    RunResult result = thread.send("Hi").await(PATIENCE);
    release.complete(null);

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(stopped.get(30, TimeUnit.SECONDS)).isTrue();
    ToolCallPart call = calls(thread).get(0);
    assertThat(call.isError()).isTrue();
    assertThat(String.valueOf(call.result())).contains("'slow'", "timeout");
  }

  @Test
  @DisplayName("TOOL-8: time that is spent in askHuman does not count")
  void waitingDoesNotCount() throws Exception {
    CompletableFuture<Void> timeIsOver = new CompletableFuture<>();
    Tool ask = TestTools.tool("ask", (arguments, call) -> {
          Object answer = call.askHuman("?");
          return answer;
        })
        .toBuilder()
        .timeout(Duration.ofSeconds(1))
        .build();
    Tool clock =
        TestTools.tool("clock", (arguments, call) -> timeIsOver.get(30, TimeUnit.SECONDS))
            .toBuilder()
            .timeout(Duration.ofMillis(1100))
            .build();
    ThreadRuntime thread = open(ask, clock);
    thread.subscribe(event -> {
      boolean isClock = new ToolCallId("c2").equals(event.toolCallId());
      if (event instanceof ThreadEvent.ToolEnded && isClock) {
        timeIsOver.complete(null);
      }
    });
    model.then((request, reply) -> {
      reply.toolCall(C1, "ask");
      reply.toolCall(new ToolCallId("c2"), "clock");
    });
    Run run = thread.send("Hi");
    awaitQuestion();
    timeIsOver.handle((nothing, failure) -> null).get(30, TimeUnit.SECONDS);

    assertThat(thread.resumeToolCall(C1, "answer")).isTrue();
    run.await(PATIENCE);

    assertThat(calls(thread).get(0).result()).isEqualTo("answer");
    assertThat(calls(thread).get(1).isError()).isTrue();
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
    thread[0] = open(TestTools.tool("add", (arguments, call) -> {
      handler.complete(Thread.currentThread());
      // A lock of the thread would keep another thread from reading.
      CompletableFuture<Integer> read =
          CompletableFuture.supplyAsync(() -> thread[0].pendingApprovals().size());
      couldRead.complete(read.get(30, TimeUnit.SECONDS) == 0);
      return 3;
    }));
    Thread[] modelThread = new Thread[1];
    model.then((request, reply) -> {
      modelThread[0] = Thread.currentThread();
      reply.toolCall(C1, "add");
      reply.completeToolCall(C1);
    });

    thread[0].send("Hi").await(PATIENCE);

    assertThat(handler.get(30, TimeUnit.SECONDS)).isNotIn(others);
    assertThat(couldRead.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(modelThread[0]).isNotNull();
  }

  @Test
  @DisplayName("TOOL-13, TOOL-20: a handler that waited when the process died is not called again")
  void waitedWhenTheProcessDied() throws Exception {
    ThreadRuntime thread = open(
        TestTools.tool("ask", (arguments, call) -> call.askHuman("?")),
        TestTools.tool("work", (arguments, call) -> 3));
    model.then((request, reply) -> {
      reply.toolCall(C1, "ask");
      reply.toolCall(new ToolCallId("c2"), "work");
    });
    thread.send("Hi");
    awaitQuestion();
    thread.updateCustom(reply(thread), Map.of("stored", "while it asks"));
    whenCustomIsStored.get(30, TimeUnit.SECONDS);

    // A second runtime on the same store is what a restart finds.
    ThreadRuntime reopened = open(TestTools.tool("ask", (arguments, call) -> "again"));
    reopened.load().toCompletableFuture().get(30, TimeUnit.SECONDS);

    assertThat(reopened.message(reply(reopened)).status()).isEqualTo(Status.INTERRUPTED);
    assertThat(reopened.resumeToolCall(C1, "late")).isFalse();
    model.says("Gone on.");
    RunResult result = reopened.continueRun(reply(reopened)).await(PATIENCE);
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(String.valueOf(calls(reopened).get(0).result())).contains("interrupted");
  }
}
