package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.StorageException;
import dev.antiphon.run.RunNotPossibleException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ActiveRun;
import dev.antiphon.tool.ApprovalClosedException;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a message without active run goes on: rules CONT-20 to CONT-25. */
class HumanContinuationTest {

  private static final ToolCallId C1 = new ToolCallId("c1");
  private static final ToolCallId C2 = new ToolCallId("c2");

  private final TestTools tools = new TestTools();
  private final World world =
      new World().tools(TestTools.human("ask"), tools.recording("delete").needsApproval());

  private ThreadRuntime pausedWith(String... toolNames) {
    world.model.then((request, reply) -> {
      for (int i = 0; i < toolNames.length; i++) {
        reply.toolCall(new ToolCallId("c" + (i + 1)), toolNames[i]);
      }
    });
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);
    return thread;
  }

  private ThreadRuntime stoppedAtTheLimit() {
    world.options(options -> options.maxSteps(2)).tools(tools.recording("add"));
    world.model.calls("c1", "add", "{}").calls("c2", "add", "{}");
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "Hi").status())
        .isEqualTo(Status.incomplete(Status.Reason.TOOL_CALLS));
    return thread;
  }

  private static MessageId reply(ThreadRuntime thread) {
    return thread.state().messages().get(1).id();
  }

  @Test
  @DisplayName("CONT-20: the last result of a paused message starts a run on the same message")
  void resultContinues() {
    ThreadRuntime thread = pausedWith("ask");
    world.model.says("Blue, then.");

    Run run = Stages.now(thread.addToolResult(reply(thread), C1, ToolResult.of("blue")))
        .orElseThrow();
    RunResult result = world.finish(run);

    assertThat(run.messageId()).isEqualTo(reply(thread));
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: Blue, then. (complete/unknown)");
  }

  @Test
  @DisplayName("CONT-20: so does a message that is not on the visible branch, which stays selected")
  void continuesOffTheBranch() {
    ThreadRuntime thread = pausedWith("ask");
    MessageId paused = reply(thread);
    world.model.says("Another one.");
    world.finish(thread.startRun(null));
    Message head = thread.state().head();
    world.model.says("Blue, then.");

    world.finish(
        Stages.now(thread.addToolResult(paused, C1, ToolResult.of("blue"))).orElseThrow());

    assertThat(thread.message(paused).text()).isEqualTo("Blue, then.");
    assertThat(thread.state().head()).isEqualTo(head);
  }

  @Test
  @DisplayName("CONT-21: with something still pending the result is stored and it stays paused")
  void staysPaused() {
    ThreadRuntime thread = pausedWith("ask", "delete", "delete");
    List<PendingApproval> gates = thread.pendingApprovals();

    assertThat(Stages.now(thread.addToolResult(reply(thread), C1, ToolResult.of("blue"))))
        .isEmpty();
    assertThat(
            Stages.now(thread.respondToToolApproval(gates.get(0).id(), ApprovalResponse.approve())))
        .isEmpty();
    world.scheduler.runAll();

    assertThat(tools.executions).isEmpty();
    Message stored = world.open().state().messages().get(1);
    assertThat(stored.status()).isEqualTo(Status.TOOL_CALLS);
    assertThat(stored.toolCalls().get(0).result()).isEqualTo("blue");
    assertThat(java.util.Objects.requireNonNull(stored.toolCalls().get(1).approval())
            .isApproved())
        .isTrue();
  }

  @Test
  @DisplayName(
      "CONT-22: away from the end of its branch it is stored; nothing is deleted or started")
  void notTheEnd() {
    ThreadRuntime thread = pausedWith("ask");
    thread.append(MessageInput.text("Never mind."));
    world.scheduler.runAll();

    Optional<Run> run = Stages.now(thread.addToolResult(reply(thread), C1, ToolResult.of("blue")));
    world.scheduler.runAll();

    assertThat(run).isEmpty();
    assertThat(thread.state().messages()).hasSize(3);
    assertThat(world.model.requests()).hasSize(1);
    assertThat(world.open().state().messages().get(1).toolCalls().get(0).result())
        .isEqualTo("blue");
  }

  @Test
  @DisplayName("CONT-23: on a terminal message a result is stored and a decision is refused")
  void terminal() {
    ThreadRuntime thread = pausedWith("ask", "delete");
    PendingApproval gate = thread.pendingApprovals().get(0);
    thread.cancelRun();

    assertThat(Stages.now(thread.addToolResult(reply(thread), C1, ToolResult.of("blue"))))
        .isEmpty();
    assertThatThrownBy(() -> thread.respondToToolApproval(gate.id(), ApprovalResponse.approve()))
        .isInstanceOf(ApprovalClosedException.class);
    world.scheduler.runAll();

    assertThat(world.model.requests()).hasSize(1);
    assertThat(tools.executions).isEmpty();
    Message stored = world.open().state().messages().get(1);
    assertThat(stored.status()).isEqualTo(Status.CANCELLED);
    assertThat(stored.toolCalls().get(0).result()).isEqualTo("blue");
  }

  @Test
  @DisplayName(
      "CONT-24: continueRun goes on with an adapter's pause, whose calls are then executed")
  void continuesInterrupt() {
    world.tools(tools.recording("add"));
    world
        .model
        .then((request, reply) -> {
          reply.toolCall(C1, "add");
          reply.status(Status.INTERRUPT);
        })
        .says("Three.");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");

    RunResult result = world.finish(thread.continueRun(reply(thread)));

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).hasSize(1);
  }

  @Test
  @DisplayName("CONT-24: continueRun goes on at the step limit, with steps counted from zero")
  void continuesAtTheLimit() {
    ThreadRuntime thread = stoppedAtTheLimit();
    world.model.calls("c3", "add", "{}").says("Done.");

    RunResult result = world.finish(thread.continueRun(reply(thread)));

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(result.steps()).hasSize(2);
    assertThat(thread.state().messages()).hasSize(2);
  }

  @Test
  @DisplayName("CONT-24: continueRun goes on with a message that was interrupted by a crash")
  void continuesInterrupted() {
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      reply.text("So f");
      world.scheduler.advance(Duration.ofSeconds(2));
      // The process dies here: nothing is stored any more.
      world.history.failWrites(100);
    });
    thread.send("Hi");
    world.scheduler.runAll();
    world.scheduler.clear();
    world.history.heal();
    ThreadRuntime reopened = world.open();
    assertThat(reopened.state().messages().get(1).status()).isEqualTo(Status.INTERRUPTED);
    world.model.says("ar.");

    RunResult result = world.finish(reopened.continueRun(reply(reopened)));

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(World.shown(reopened))
        .containsExactly("user: Hi", "assistant: So f\n\nar. (complete/unknown)");
  }

  @Test
  @DisplayName("CONT-25: continueRun is refused on any other message")
  void refused() {
    ThreadRuntime thread = pausedWith("ask", "delete");
    assertThatThrownBy(() -> thread.continueRun(reply(thread)))
        .isInstanceOf(RunNotPossibleException.class);
    thread.cancelRun();
    assertThatThrownBy(() -> thread.continueRun(reply(thread)))
        .isInstanceOf(RunNotPossibleException.class);
    world.scheduler.runAll();
    world.model.says("Fine.");
    RunResult complete = world.send(thread, "Again");

    assertThatThrownBy(() -> thread.continueRun(
            java.util.Objects.requireNonNull(complete.message()).id()))
        .isInstanceOf(RunNotPossibleException.class);
    assertThat(thread.state().isRunning()).isFalse();
  }

  @Test
  @DisplayName("CONT-20, SEND-5: a decision below which something was not sent is not swallowed")
  void belowNothingAfterAll() {
    ThreadRuntime thread = pausedWith("delete");
    ApprovalId gate = thread.pendingApprovals().get(0).id();
    world.model.says("Deleted.");
    world.history.failWrite(new StorageException("unavailable", "No disk.", true, null));
    CompletionStage<Void> appended = thread.append(MessageInput.text("A note"));

    assertThat(Stages.now(thread.respondToToolApproval(gate, ApprovalResponse.approve())))
        .isEmpty();
    world.scheduler.runAll();

    assertThat(appended.toCompletableFuture()).isCompletedExceptionally();
    assertThat(tools.executions).hasSize(1);
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: Deleted. (complete/unknown)");
  }

  @Test
  @DisplayName(
      "CONT-24, SEND-9: of two messages that wait to go on, the one that is asked for goes")
  void theOneAskedFor() {
    ThreadRuntime thread = pausedWith("delete");
    MessageId first = reply(thread);
    world.model.calls("c2", "delete", "{}");
    MessageId second =
        Objects.requireNonNull(world.finish(thread.startRun(null)).message()).id();
    List<Run> asked = new ArrayList<>();
    world.model.then((request, reply) -> {
      thread
          .pendingApprovals()
          .forEach(gate -> thread.respondToToolApproval(gate.id(), ApprovalResponse.approve()));
      asked.add(thread.continueRun(second));
      assertThat(thread.state().activeRun())
          .isEqualTo(new ActiveRun(asked.get(0).id(), second));
    });
    world.model.says("The second.").says("The first.");

    assertThat(world.finish(thread.startRun(null)).outcome()).isEqualTo(RunOutcome.CANCELLED);

    assertThat(world.finish(asked.get(0)).text()).isEqualTo("The second.");
    assertThat(thread.message(first).text()).isEqualTo("The first.");
  }

  @Test
  @DisplayName("CONT-24, QUEUE-5: one that waits in a paused queue goes on when it is asked for")
  void outOfThePausedQueue() {
    ThreadRuntime thread = stoppedAtTheLimit();
    MessageId id = reply(thread);
    Run blocking = thread.startRun(null);
    Run waiting =
        thread.continueRun(id, SendOptions.builder().whenBusy(WhenBusy.ENQUEUE).build());
    blocking.cancel();
    assertThat(thread.state().isQueuePaused()).isTrue();
    world.model.says("Done.");

    Run again = thread.continueRun(id);

    assertThat(again).isSameAs(waiting);
    assertThat(world.finish(waiting).text()).isEqualTo("Done.");
    assertThat(thread.state().queue()).isEmpty();
  }

  @Test
  @DisplayName("CONT-20: a message that waits for its turn to go on is not started twice")
  void notTwice() {
    ThreadRuntime thread = pausedWith("delete", "delete");
    MessageId paused = reply(thread);
    List<PendingApproval> gates = thread.pendingApprovals();
    world.model.then((request, reply) -> {
      thread.respondToToolApproval(gates.get(0).id(), ApprovalResponse.approve());
      Run waiting = Stages.now(
              thread.respondToToolApproval(gates.get(1).id(), ApprovalResponse.approve()))
          .orElseThrow();
      assertThat(waiting.state()).isEqualTo(dev.antiphon.run.RunState.QUEUED);
      assertThat(Stages.now(thread.addToolResult(paused, C2, ToolResult.of("done already"))))
          .isEmpty();
      reply.text("Elsewhere.");
    });
    world.model.says("Deleted.");

    world.finish(thread.startRun(null));

    assertThat(tools.executions).hasSize(1);
    assertThat(thread.message(paused).text()).isEqualTo("Deleted.");
    assertThat(world.model.requests()).hasSize(3);
  }
}
