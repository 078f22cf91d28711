package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A gate that was opened by a runtime which is closed since, and is decided in another one on the
 * same store.
 */
class ApprovalOverRestartTest {

  private static final List<ApprovalOption> OPTIONS =
      List.of(ApprovalOption.of("always", ApprovalOption.ALLOW_ALWAYS));

  private final TestTools tools = new TestTools();
  private final World world = new World()
      .options(options ->
          options.approvalTimeout(Duration.ofHours(1)).closeDeadline(Duration.ofMillis(1)))
      .tools(
          tools.recording("delete").toBuilder().approvalOptions(OPTIONS).build().needsApproval());

  private PendingApproval before;

  /** The first runtime pauses, and is closed. */
  @BeforeEach
  void pauseAndClose() {
    world.model.calls("c1", "delete", "{\"n\":1}").says("Done.");
    LocalRuntime runtime = world.start();
    ThreadRuntime thread = runtime.threads("ada").open("t");
    assertThat(world.send(thread, "delete 1").outcome()).isEqualTo(RunOutcome.PAUSED);
    before = thread.pendingApprovals().get(0);
    // Closing waits for tasks that run on this thread: it gives up at once, and they run then.
    runtime.close();
    world.scheduler.runAll();
    world.scheduler.clear();
  }

  private ThreadRuntime reopen() {
    ThreadRuntime thread = world.open();
    assertThat(thread.state().messages().get(1).status()).isEqualTo(Status.TOOL_CALLS);
    return thread;
  }

  private void respond(ThreadRuntime thread, ApprovalResponse response) {
    Run run = Stages.now(thread.respondToToolApproval(before.id(), response)).orElseThrow();
    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(thread.state().messages().get(1).text()).isEqualTo("Done.");
  }

  /** The whole came to be once, also for whoever opens the thread a third time. */
  private ToolCallPart storedCall() {
    ThreadRuntime third = world.open();
    world.scheduler.runAll();
    assertThat(third.pendingApprovals()).isEmpty();
    assertThat(third.state().messages().get(1).status()).isEqualTo(Status.COMPLETE_UNKNOWN);
    return calls(third).get(0);
  }

  @Test
  @DisplayName(
      "APPR-2, RUN-24: the gate survives with id, options, hash and expiry, and runs nothing")
  void survives() {
    PendingApproval after = reopen().pendingApprovals().get(0);

    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.options()).isEqualTo(OPTIONS);
    assertThat(after.argumentsHash()).isEqualTo(before.argumentsHash());
    assertThat(after.expiresAt()).isEqualTo(before.expiresAt());
    assertThat(after.arguments()).isEqualTo(Map.of("n", 1));
    assertThat(tools.executions).isEmpty();
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @DisplayName("APPR-6, TOOL-13: approved after a restart, the tool runs exactly once")
  void approved() {
    respond(reopen(), ApprovalResponse.approve());

    assertThat(storedCall().result()).isEqualTo(1);
    assertThat(tools.executions).containsExactly(Map.of("n", 1));
  }

  @Test
  @DisplayName("APPR-6: denied after a restart, the tool does not run")
  void denied() {
    respond(reopen(), ApprovalResponse.deny("not now"));

    assertThat(storedCall().isError()).isTrue();
    assertThat(String.valueOf(storedCall().result())).contains("not now");
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName("APPR-6: with edited arguments after a restart, those are executed, once")
  void edited() {
    respond(reopen(), ApprovalResponse.edit(Map.of("n", 2)));

    assertThat(storedCall().args()).isEqualTo(Map.of("n", 1));
    assertThat(requireNonNull(storedCall().approval()).editedArguments()).isEqualTo(Map.of("n", 2));
    assertThat(tools.executions).containsExactly(Map.of("n", 2));
  }

  @Test
  @DisplayName("APPR-6: answered after a restart, the answer is the result")
  void answered() {
    respond(reopen(), ApprovalResponse.answer(ToolResult.of("by hand")));

    assertThat(storedCall().result()).isEqualTo("by hand");
    assertThat(requireNonNull(storedCall().approval()).resolution())
        .isEqualTo(ToolApproval.Resolution.ANSWERED);
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName("APPR-12: a gate that expires after the restart closes, and the run goes on")
  void expiresLater() {
    ThreadRuntime thread = reopen();

    world.scheduler.advance(Duration.ofHours(2));

    assertThat(thread.state().messages().get(1).text()).isEqualTo("Done.");
    assertThat(requireNonNull(storedCall().approval()).resolution())
        .isEqualTo(ToolApproval.Resolution.EXPIRED);
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName("APPR-12, LOAD-7: so does one that expired while no runtime was there")
  void expiredMeanwhile() {
    world.scheduler.jumpTo(world.scheduler.instant().plus(Duration.ofDays(1)));
    ThreadRuntime thread = reopen();
    EventLog events = EventLog.of(thread);

    world.scheduler.advance(Duration.ofMillis(1));

    assertThat(thread.state().messages().get(1).text()).isEqualTo("Done.");
    assertThat(storedCall().isError()).isTrue();
    assertThat(events.of(ThreadEvent.ApprovalResolved.class)).hasSize(1);
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName("APPR-11: allow-always after a restart runs the tool once, and later calls unasked")
  void allowAlways() {
    ThreadRuntime thread = reopen();
    respond(thread, ApprovalResponse.option("always"));
    world.model.calls("c2", "delete", "{\"n\":2}").says("Done.");

    assertThat(world.send(thread, "and 2").outcome()).isEqualTo(RunOutcome.COMPLETE);

    assertThat(tools.executions).containsExactly(Map.of("n", 1), Map.of("n", 2));
  }

  @Test
  @DisplayName("APPR-10, TOOL-13: approved, and the process dies before the start is stored: once")
  void diesAfterTheDecision() {
    ThreadRuntime thread = reopen();
    thread.respondToToolApproval(before.id(), ApprovalResponse.approve());
    // The decision is the next write; what comes after it is lost.
    int stored = world.history.batches().size();
    while (world.history.batches().size() == stored) {
      assertThat(world.scheduler.runOne()).isTrue();
    }
    world.history.failWrites(100);
    world.scheduler.clear();
    world.history.heal();

    ThreadRuntime reopened = world.open();
    world.scheduler.runAll();

    assertThat(tools.executions).containsExactly(Map.of("n", 1));
    assertThat(reopened.state().messages().get(1).text()).isEqualTo("Done.");
  }

  @Test
  @DisplayName("TOOL-13: approved, and the process dies while the tool runs: it is not run again")
  void diesInTheTool() {
    world.tools(TestTools.tool("unused", (arguments, call) -> null));
    ThreadRuntime thread = reopen();
    thread.respondToToolApproval(before.id(), ApprovalResponse.approve());
    while (tools.executions.isEmpty()) {
      assertThat(world.scheduler.runOne()).isTrue();
    }
    world.scheduler.clear();

    ThreadRuntime reopened = world.open();
    world.scheduler.runAll();
    Status status = reopened.state().messages().get(1).status();
    assertThat(status).isEqualTo(Status.INTERRUPTED);
    world.finish(reopened.continueRun(reopened.state().messages().get(1).id()));

    assertThat(tools.executions).hasSize(1);
    assertThat(String.valueOf(calls(reopened).get(0).result())).contains("interrupted");
  }
}
