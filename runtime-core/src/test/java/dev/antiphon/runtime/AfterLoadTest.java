package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.NotAnAssistantMessageException;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.message.UnknownToolCallException;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunNotPossibleException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadNotLoadedException;
import dev.antiphon.tool.ApprovalClosedException;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.InvalidArgumentsException;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tool.UnknownApprovalException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What people give to a thread that a new process has not loaded yet. */
class AfterLoadTest {

  private static final ToolCallId C1 = new ToolCallId("c1");
  private static final ToolCallId C2 = new ToolCallId("c2");

  private final TestTools tools = new TestTools();
  private final World world = new World()
      .options(options -> options.maxSteps(2).closeDeadline(Duration.ofMillis(1)))
      .tools(TestTools.human("ask"), gated());

  private MessageId paused = id("none");
  private ApprovalId gate = new ApprovalId("none");

  private Tool gated() {
    return tools.recording("delete").toBuilder()
        .check((name, arguments) -> {
          if (arguments.containsKey("m")) {
            throw new InvalidArgumentsException(name, List.of("m is unknown"));
          }
          return arguments;
        })
        .build()
        .needsApproval();
  }

  /** A process pauses with calls that wait for a human, and ends. */
  private void pauseWith(String... toolNames) {
    world.model.then((request, reply) -> {
      for (int i = 0; i < toolNames.length; i++) {
        reply.toolCall(new ToolCallId("c" + (i + 1)), toolNames[i]);
      }
    });
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);
    paused = thread.message(1).id();
    thread.pendingApprovals().forEach(approval -> gate = approval.id());
    world.scheduler.clear();
  }

  /** Opens the thread in a new process, and does not load it. */
  private ThreadRuntime reopen() {
    ThreadRuntime thread = world.start().threads("ada").open("t");
    assertThat(thread.state().loadState()).isEqualTo(LoadState.NOT_LOADED);
    return thread;
  }

  private Throwable refusal(CompletionStage<?> stage) {
    world.scheduler.runAll();
    try {
      Stages.now(stage);
    } catch (CompletionException failed) {
      return Objects.requireNonNull(failed.getCause());
    }
    throw new AssertionError("It was not refused.");
  }

  @Nested
  class Decisions {

    @BeforeEach
    void pause() {
      pauseWith("delete", "ask");
    }

    @Test
    @DisplayName("LOAD-2, APPR-3: a decision starts the load, waits for it, and is taken then")
    void approved() {
      ThreadRuntime thread = reopen();

      CompletionStage<Optional<Run>> answer =
          thread.respondToToolApproval(gate, ApprovalResponse.approve());
      assertThat(answer.toCompletableFuture()).isNotDone();
      world.scheduler.runAll();

      assertThat(Stages.now(answer)).isEmpty();
      assertThat(thread.pendingApprovals()).isEmpty();
      assertThat(thread.message(1).isPaused()).isTrue();
    }

    @Test
    @DisplayName("LOAD-2, CONT-20: what is given last starts the run, and the tool runs once")
    void goesOn() {
      world.model.says("Done.");
      ThreadRuntime thread = reopen();

      CompletionStage<Optional<Run>> first =
          thread.respondToToolApproval(gate, ApprovalResponse.edit(Map.of("n", 2)));
      CompletionStage<Optional<Run>> second =
          thread.addToolResult(paused, C2, ToolResult.of("blue"));
      world.scheduler.runAll();

      List<Optional<Run>> answers = List.of(Stages.now(first), Stages.now(second));
      assertThat(answers).filteredOn(Optional::isPresent).hasSize(1);
      assertThat(tools.executions).containsExactly(Map.of("n", 2));
      assertThat(thread.message(1).text()).isEqualTo("Done.");
    }

    @Test
    @DisplayName("LOAD-2: commands that waited are applied in the order in which they were given")
    void inOrder() {
      ThreadRuntime thread = reopen();

      thread.cancelRun();
      CompletionStage<Optional<Run>> late =
          thread.respondToToolApproval(gate, ApprovalResponse.approve());

      assertThat(refusal(late)).isInstanceOf(ApprovalClosedException.class);
      assertThat(thread.message(1).status()).isEqualTo(Status.CANCELLED);
      assertThat(tools.executions).isEmpty();
    }

    @Test
    @DisplayName("OPT-9: what does not exist, or is not valid, is then refused by the stage")
    void refused() {
      ThreadRuntime thread = reopen();

      CompletionStage<?> unknown =
          thread.respondToToolApproval(new ApprovalId("apr"), ApprovalResponse.approve());
      CompletionStage<?> invalid =
          thread.respondToToolApproval(gate, ApprovalResponse.edit(Map.of("m", 1)));
      CompletionStage<?> noMessage = thread.addToolResult(id("none"), C1, ToolResult.of(1));
      CompletionStage<?> noCall =
          thread.addToolResult(paused, new ToolCallId("c9"), ToolResult.of(1));
      CompletionStage<?> noIndex = thread.addToolResult(paused, 7, ToolResult.of(1));

      assertThat(refusal(unknown)).isInstanceOf(UnknownApprovalException.class);
      assertThat(refusal(invalid)).isInstanceOf(InvalidArgumentsException.class);
      assertThat(refusal(noMessage)).isInstanceOf(UnknownMessageException.class);
      assertThat(refusal(noCall)).isInstanceOf(UnknownToolCallException.class);
      assertThat(refusal(noIndex)).isInstanceOf(UnknownToolCallException.class);
      assertThat(thread.pendingApprovals()).hasSize(1);
    }

    @Test
    @DisplayName("OPT-8, OPT-9: on a loaded thread the answer is there at once, as is a refusal")
    void loaded() {
      ThreadRuntime thread = world.open();

      CompletionStage<Optional<Run>> answer =
          thread.respondToToolApproval(gate, ApprovalResponse.edit(Map.of("n", 2)));

      assertThat(Stages.now(answer)).isEmpty();
      assertThat(thread.pendingApprovals()).isEmpty();
      assertThatThrownBy(() -> thread.addToolResult(paused, 7, ToolResult.of(1)))
          .isInstanceOf(UnknownToolCallException.class);
    }

    @Test
    @DisplayName("TOOL-21: an answer says after the load whether somebody asked")
    void nobodyAsks() {
      ThreadRuntime thread = reopen();

      CompletionStage<Boolean> isTaken = thread.resumeToolCall(C1, 3);
      world.scheduler.runAll();

      assertThat(isTaken).isCompletedWithValue(false);
    }

    @Test
    @DisplayName("LOAD-3: a load that fails refuses what waits, and says why")
    void loadFails() {
      world.history.failLoad(new StorageException("timeout", "Too slow.", true, null));
      ThreadRuntime thread = reopen();

      CompletionStage<?> result = thread.addToolResult(paused, C2, ToolResult.of(1));
      CompletionStage<?> edited =
          thread.respondToToolApproval(gate, ApprovalResponse.edit(Map.of("n", 2)));

      assertThat(refusal(result))
          .isInstanceOf(ThreadNotLoadedException.class)
          .hasCauseInstanceOf(StorageException.class);
      assertThat(refusal(edited)).isInstanceOf(ThreadNotLoadedException.class);
    }

    @Test
    @DisplayName("CLOSE-1: what waits when the runtime is closed is refused, and runs nothing")
    void closed() {
      LocalRuntime runtime = world.start();
      ThreadRuntime thread = runtime.threads("ada").open("t");
      CompletionStage<?> answer = thread.respondToToolApproval(gate, ApprovalResponse.approve());

      runtime.close();

      assertThat(refusal(answer)).isInstanceOf(RuntimeClosedException.class);
      assertThat(tools.executions).isEmpty();
    }
  }

  @Nested
  class Continuations {

    /** A process stops at the step limit, with what the next one goes on with, and ends. */
    @BeforeEach
    void stopAtTheLimit() {
      world.tools(TestTools.tool("add", (arguments, call) -> 3));
      world.model.calls("c1", "add", "{}").calls("c2", "add", "{}");
      ThreadRuntime thread = world.open();
      assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.INCOMPLETE);
      paused = thread.message(1).id();
      world.scheduler.clear();
    }

    @Test
    @DisplayName("LOAD-2, CONT-24: continueRun waits for the load, and then goes on")
    void goesOn() {
      world.model.says("Three.");
      ThreadRuntime thread = reopen();
      EventLog events = EventLog.of(thread);

      Run run = thread.continueRun(paused);
      assertThat(run.state()).isEqualTo(RunState.PREPARING);
      assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);

      assertThat(run.messageId()).isEqualTo(paused);
      assertThat(World.shown(thread))
          .containsExactly("user: Hi", "assistant: Three. (complete/unknown)");
      assertThat(events.of(ThreadEvent.RunStarted.class))
          .extracting(ThreadEvent::messageId)
          .last()
          .isEqualTo(paused);
    }

    @Test
    @DisplayName("OPT-9, CONT-25: continueRun on what cannot go on is then refused by its run")
    void refused() {
      ThreadRuntime thread = reopen();

      Run onUser =
          thread.continueRun(world.history.load(thread.key()).items().get(0).id());
      assertThatThrownBy(() -> world.finish(onUser))
          .isInstanceOf(MessageNotSentException.class)
          .hasCauseInstanceOf(NotAnAssistantMessageException.class);
      world.model.says("Three.");
      world.finish(thread.continueRun(paused));
      ThreadRuntime again = reopen();
      Run onComplete = again.continueRun(paused);

      assertThatThrownBy(() -> world.finish(onComplete))
          .isInstanceOf(MessageNotSentException.class)
          .hasCauseInstanceOf(RunNotPossibleException.class);
      assertThat(again.state().isRunning()).isFalse();
    }

    @Test
    @DisplayName("RUN-15: cancelled before the load ended, it leaves the message as it is")
    void cancelled() {
      ThreadRuntime thread = reopen();

      Run run = thread.continueRun(paused);
      run.cancel();

      assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
      assertThat(thread.message(1).status()).isEqualTo(Status.incomplete(Status.Reason.TOOL_CALLS));
      assertThat(world.model.requests()).hasSize(2);
    }

    @Test
    @DisplayName("LOAD-3: with a load that fails it is not sent")
    void loadFails() {
      world.history.failLoad(new StorageException("timeout", "Too slow.", true, null));
      ThreadRuntime thread = reopen();

      Run run = thread.continueRun(paused);

      assertThatThrownBy(() -> world.finish(run)).isInstanceOf(MessageNotSentException.class);
      assertThat(run.state()).isEqualTo(RunState.ENDED);
    }

    @Test
    @DisplayName("SEND-9: asked to wait, it waits for what was sent before the load")
    void waitsForItsTurn() {
      world.model.says("First.").says("Then.");
      ThreadRuntime thread = reopen();

      Run send = thread.startRun(null);
      Run run = thread.continueRun(
          paused, SendOptions.builder().whenBusy(WhenBusy.ENQUEUE).build());
      assertThat(run.state()).isEqualTo(RunState.QUEUED);
      assertThat(world.finish(run).text()).isEqualTo("Then.");

      assertThat(world.finish(send).text()).isEqualTo("First.");
      assertThat(thread.state().queue()).isEmpty();
    }
  }

  @Test
  @DisplayName("LOAD-7, CONT-24: what the load goes on with by itself is not gone on with twice")
  void notTwice() {
    pauseWith("ask");
    ThreadRuntime before = world.open();
    before.addToolResult(paused, C1, ToolResult.of("blue"));
    // The result is stored; the process dies before its run has done anything.
    int stored = world.history.batches().size();
    while (world.history.batches().size() == stored) {
      assertThat(world.scheduler.runOne()).isTrue();
    }
    world.scheduler.clear();
    world.model.says("Blue, then.");
    ThreadRuntime thread = reopen();
    EventLog events = EventLog.of(thread);

    Run run = thread.continueRun(paused);

    assertThat(world.finish(run).text()).isEqualTo("Blue, then.");
    assertThat(events.of(ThreadEvent.RunEnded.class)).hasSize(1);
    assertThat(world.model.requests()).hasSize(2);
  }

  @Test
  @DisplayName("ERR-1: whatever a load throws, what waited is refused with an exception of ours")
  void typed() {
    world.history.failLoad(new IllegalArgumentException("A driver's own words"));
    ThreadRuntime thread = reopen();

    CompletionStage<Void> moved = thread.setHead(null);

    assertThat(refusal(moved)).isInstanceOf(ChatRuntimeException.class);
  }
}
