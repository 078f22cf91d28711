package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.tool.ApprovalClosedException;
import dev.antiphon.tool.ApprovalConflictException;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.InvalidArgumentsException;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tool.UnknownApprovalException;
import dev.antiphon.tool.UnknownApprovalOptionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is decided on a gate: rules APPR-3 to APPR-8 and APPR-10. */
class ApprovalDecisionTest {

  private final TestTools tools = new TestTools();
  private final World world = new World();

  private static final List<ApprovalOption> OPTIONS = List.of(
      ApprovalOption.of("yes", ApprovalOption.ALLOW_ONCE),
      new ApprovalOption("no", ApprovalOption.REJECT_ONCE, "No", null, null, true),
      ApprovalOption.of("later", "postpone"));

  private ThreadRuntime paused(Tool... added) {
    world.tools(added).model.calls("c1", added[0].name(), "{\"n\":1}").says("Done.");
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);
    return thread;
  }

  private Tool gated() {
    return tools.recording("delete").toBuilder()
        .approvalOptions(OPTIONS)
        .build()
        .needsApproval();
  }

  private static ApprovalId gate(ThreadRuntime thread) {
    return thread.pendingApprovals().get(0).id();
  }

  private static ToolApproval decided(ThreadRuntime thread) {
    return requireNonNull(calls(thread).get(0).approval());
  }

  @Test
  @DisplayName("APPR-3: a decision returns the run that continues; an unknown id is refused")
  void continues() {
    ThreadRuntime thread = paused(gated());

    assertThatThrownBy(() ->
            thread.respondToToolApproval(new ApprovalId("apr_none"), ApprovalResponse.approve()))
        .isInstanceOf(UnknownApprovalException.class);
    Run run = Stages.now(thread.respondToToolApproval(gate(thread), ApprovalResponse.approve()))
        .orElseThrow();

    assertThat(run.messageId()).isEqualTo(thread.state().messages().get(1).id());
    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
  }

  @Test
  @DisplayName(
      "APPR-4: a response approves, denies, chooses or answers; edits go with approval only")
  void responses() {
    ThreadRuntime thread = paused(gated());
    ApprovalResponse.Builder edits = ApprovalResponse.builder().editedArguments(Map.of("n", 2));

    assertThatThrownBy(() -> ApprovalResponse.builder().build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> edits.approved(false).build())
        .isInstanceOf(IllegalArgumentException.class);
    ApprovalResponse byOption = ApprovalResponse.builder()
        .editedArguments(Map.of("n", 2))
        .optionId("no")
        .build();
    assertThatThrownBy(() -> thread.respondToToolApproval(gate(thread), byOption))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(thread.pendingApprovals()).hasSize(1);

    ApprovalResponse both = ApprovalResponse.builder()
        .approved(true)
        .optionId("yes")
        .reason("It is old.")
        .editedArguments(Map.of("n", 2))
        .build();
    thread.respondToToolApproval(gate(thread), both);
    world.scheduler.runAll();

    assertThat(decided(thread).reason()).isEqualTo("It is old.");
    assertThat(decided(thread).optionId()).isEqualTo("yes");
    assertThat(tools.executions).containsExactly(Map.of("n", 2));
  }

  @Test
  @DisplayName("APPR-5: kinds decide; a custom kind needs approved; explicit approved wins")
  void options() {
    ThreadRuntime thread = paused(gated());
    ApprovalId id = gate(thread);

    assertThatThrownBy(() -> thread.respondToToolApproval(id, ApprovalResponse.option("maybe")))
        .isInstanceOf(UnknownApprovalOptionException.class);
    assertThatThrownBy(() -> thread.respondToToolApproval(id, ApprovalResponse.option("later")))
        .isInstanceOf(IllegalArgumentException.class);
    ApprovalResponse against =
        ApprovalResponse.builder().approved(false).optionId("yes").build();
    thread.respondToToolApproval(id, against);
    world.scheduler.runAll();

    assertThat(decided(thread).approved()).isFalse();
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName("APPR-5: allow kinds approve and reject kinds deny; confirm is not enforced")
  void optionKinds() {
    ThreadRuntime thread = paused(gated());
    thread.respondToToolApproval(gate(thread), ApprovalResponse.option("no"));
    world.scheduler.runAll();
    assertThat(decided(thread).approved()).isFalse();

    world.model.calls("c2", "delete", "{}").says("Done.");
    world.send(thread, "Again");
    thread.respondToToolApproval(gate(thread), ApprovalResponse.option("yes"));
    world.scheduler.runAll();

    assertThat(tools.executions).hasSize(1);
  }

  @Test
  @DisplayName(
      "APPR-6: approve executes and keeps args; deny tells the reason; answer is the result")
  void outcomes() {
    world.tools(tools.recording("delete").needsApproval());
    world
        .model
        .then((request, reply) -> {
          for (String id : List.of("c1", "c2", "c3", "c4")) {
            call(reply, id, "delete", "{\"n\":1}");
          }
        })
        .says("Done.");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    List<PendingApproval> gates = thread.pendingApprovals();

    thread.respondToToolApproval(gates.get(0).id(), ApprovalResponse.edit(Map.of("n", 2)));
    thread.respondToToolApproval(gates.get(1).id(), ApprovalResponse.deny("not now"));
    thread.respondToToolApproval(gates.get(2).id(), ApprovalResponse.deny());
    thread.respondToToolApproval(
        gates.get(3).id(), ApprovalResponse.answer(ToolResult.of("by hand")));
    world.scheduler.runAll();

    List<ToolCallPart> calls = calls(thread);
    assertThat(tools.executions).containsExactly(Map.of("n", 2));
    assertThat(calls.get(0).args()).isEqualTo(Map.of("n", 1));
    assertThat(calls.get(1)).returns(true, ToolCallPart::isError);
    assertThat(String.valueOf(calls.get(1).result())).contains("'delete'", "not now");
    assertThat(String.valueOf(calls.get(2).result())).contains("'delete'", "denied");
    assertThat(calls.get(3).result()).isEqualTo("by hand");
    assertThat(requireNonNull(calls.get(3).approval()).resolution())
        .isEqualTo(ToolApproval.Resolution.ANSWERED);
  }

  @Test
  @DisplayName("APPR-7: invalid edited arguments are refused, and the gate stays open")
  void invalidEdits() {
    Tool strict = tools.recording("delete").needsApproval().toBuilder()
        .check((name, arguments) -> {
          if (!arguments.containsKey("n")) {
            throw new InvalidArgumentsException(name, List.of("'n' is missing"));
          }
          return arguments;
        })
        .build();
    ThreadRuntime thread = paused(strict);

    assertThatThrownBy(
            () -> thread.respondToToolApproval(gate(thread), ApprovalResponse.edit(Map.of("m", 2))))
        .isInstanceOf(InvalidArgumentsException.class);

    assertThat(thread.pendingApprovals()).hasSize(1);
    assertThat(decided(thread).isOpen()).isTrue();
  }

  @Test
  @DisplayName(
      "APPR-8: the same decision again is a no-op, another one a conflict, a closed gate shut")
  void again() {
    ThreadRuntime thread = paused(gated());
    ApprovalId id = gate(thread);
    thread.respondToToolApproval(id, ApprovalResponse.approve());
    world.scheduler.runAll();

    assertThat(Stages.now(thread.respondToToolApproval(id, ApprovalResponse.approve())))
        .isEmpty();
    assertThatThrownBy(() -> thread.respondToToolApproval(id, ApprovalResponse.deny()))
        .isInstanceOf(ApprovalConflictException.class);
    assertThatThrownBy(
            () -> thread.respondToToolApproval(id, ApprovalResponse.answer(ToolResult.of(1))))
        .isInstanceOf(ApprovalConflictException.class);
    world.scheduler.runAll();
    assertThat(tools.executions).hasSize(1);

    world.model.calls("c2", "delete", "{}");
    world.send(thread, "Again");
    ApprovalId second = gate(thread);
    thread.cancelRun();
    assertThatThrownBy(() -> thread.respondToToolApproval(second, ApprovalResponse.approve()))
        .isInstanceOf(ApprovalClosedException.class);
  }

  @Test
  @DisplayName("APPR-10: a decision is stored before the tool executes")
  void storedBeforeExecution() {
    List<Boolean> wasStored = new ArrayList<>();
    Tool delete = TestTools.tool("delete", (arguments, call) -> {
          wasStored.add(world.history.batches().stream()
              .flatMap(batch -> batch.entries().stream())
              .anyMatch(entry -> entry instanceof HistoryEntry.Update update
                  && update.item().message().toolCalls().stream()
                      .anyMatch(
                          each -> each.approval() != null && each.approval().isApproved())));
          return null;
        })
        .needsApproval();
    ThreadRuntime thread = paused(delete);

    thread.respondToToolApproval(gate(thread), ApprovalResponse.approve());
    world.scheduler.runAll();

    assertThat(wasStored).containsExactly(true);
  }
}
