package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ToolCallOptions;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.tool.ApprovalClosedException;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Gates that close without a decision: rule APPR-12. */
class ApprovalExpiryTest {

  private static final List<ApprovalOption> ALWAYS = List.of(
      new ApprovalOption(
          "allow", ApprovalOption.ALLOW_ALWAYS, null, null, Map.of("path", "/tmp"), null),
      ApprovalOption.of("reject", ApprovalOption.REJECT_ALWAYS));

  private final TestTools tools = new TestTools();
  private final World world = new World();

  private Tool gated() {
    return tools.recording("delete").toBuilder().approvalOptions(ALWAYS).build().needsApproval();
  }

  private ThreadRuntime paused() {
    world.model.calls("c1", "delete", "{\"n\":1}").says("Done.");
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);
    return thread;
  }

  private static PendingApproval gate(ThreadRuntime thread) {
    return thread.pendingApprovals().get(0);
  }

  @Test
  @DisplayName(
      "APPR-12: at expiresAt the gate closes as expired, with an error result, and it goes on")
  void expires() {
    world.options(options -> options.approvalTimeout(Duration.ofMinutes(5))).tools(gated());
    ThreadRuntime thread = paused();
    ApprovalId id = gate(thread).id();
    assertThat(gate(thread).expiresAt())
        .isEqualTo(world.scheduler.instant().plus(Duration.ofMinutes(5)));

    world.scheduler.jumpTo(requireNonNull(gate(thread).expiresAt()));
    assertThatThrownBy(() -> thread.respondToToolApproval(id, ApprovalResponse.approve()))
        .isInstanceOf(ApprovalClosedException.class);
    world.scheduler.advance(Duration.ofMillis(1));

    ToolCallPart call = calls(thread).get(0);
    assertThat(requireNonNull(call.approval()).resolution())
        .isEqualTo(ToolApproval.Resolution.EXPIRED);
    assertThat(call.isError()).isTrue();
    assertThat(tools.executions).isEmpty();
    assertThat(thread.state().messages().get(1).text()).isEqualTo("Done.");
  }

  @Test
  @DisplayName("APPR-12: a decision that came first wins")
  void decisionFirst() {
    world.options(options -> options.approvalTimeout(Duration.ofMinutes(5))).tools(gated());
    ThreadRuntime thread = paused();

    thread.respondToToolApproval(gate(thread).id(), ApprovalResponse.approve());
    world.scheduler.advance(Duration.ofMinutes(6));

    assertThat(tools.executions).hasSize(1);
    assertThat(requireNonNull(calls(thread).get(0).approval()).isApproved()).isTrue();
  }

  @Test
  @DisplayName(
      "APPR-12, RUN-26: an expiry is no human input: at the step limit the model is not asked")
  void expiryIsNoInput() {
    world.options(options -> options.approvalTimeout(Duration.ofMinutes(5)).maxSteps(1));
    world.tools(gated());
    ThreadRuntime thread = paused();

    world.scheduler.advance(Duration.ofMinutes(6));

    assertThat(thread.state().messages().get(1).status())
        .isEqualTo(Status.incomplete(Status.Reason.TOOL_CALLS));
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @DisplayName("APPR-12, RUN-26: after a partial decision an expiry still gives the model a step")
  void expiryAfterDecision() {
    world.options(options -> options.approvalTimeout(Duration.ofMinutes(5)).maxSteps(1));
    world.tools(gated());
    world
        .model
        .then((request, reply) -> {
          call(reply, "c1", "delete", "{}");
          call(reply, "c2", "delete", "{}");
        })
        .says("One of two.");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    thread.respondToToolApproval(gate(thread).id(), ApprovalResponse.approve());
    world.scheduler.runAll();

    world.scheduler.advance(Duration.ofMinutes(6));

    assertThat(tools.executions).hasSize(1);
    assertThat(thread.state().messages().get(1).text()).isEqualTo("One of two.");
  }

  @Test
  @DisplayName("APPR-12: a gate of a provider's that expires in mid-stream does not hold the run")
  void expiresWhileStreaming() {
    ToolCallId p1 = new ToolCallId("p1");
    world
        .model
        .then((request, reply) -> {
          reply.toolCall(p1, "search", ToolCallOptions.PROVIDER_EXECUTED);
          reply.providerApproval(
              p1,
              ToolApproval.builder(new ApprovalId("theirs"))
                  .expiresAt(world.scheduler.instant().plusSeconds(1))
                  .build());
          world.scheduler.advance(Duration.ofSeconds(5));
        })
        .says("Without it.");
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(requireNonNull(calls(thread).get(0).approval()).resolution())
        .isEqualTo(ToolApproval.Resolution.EXPIRED);
  }

  @Test
  @DisplayName("APPR-12: cancel closes open gates as cancelled, in memory and storage")
  void cancelled() {
    world.tools(gated());
    ThreadRuntime thread = paused();

    thread.cancelRun();
    world.scheduler.runAll();

    for (ThreadRuntime each : List.of(thread, world.open())) {
      assertThat(each.state().messages().get(1).status()).isEqualTo(Status.CANCELLED);
      assertThat(requireNonNull(calls(each).get(0).approval()).resolution())
          .isEqualTo(ToolApproval.Resolution.CANCELLED);
      assertThat(each.pendingApprovals()).isEmpty();
    }
  }
}
