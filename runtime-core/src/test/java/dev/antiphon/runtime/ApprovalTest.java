package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.InvalidArgumentsException;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.UnknownApprovalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is asked, and when: rules APPR-1 and APPR-2. */
class ApprovalTest {

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
  @DisplayName("APPR-1: the policy is never, always or a predicate; one that throws means ask")
  void policies() {
    Tool byAmount = tools.recording("pay").toBuilder()
        .approval((thread, arguments, runConfig) ->
            (Integer) requireNonNull(arguments.get("n")) > 10 && thread.owner().equals("ada"))
        .build();
    Tool broken = tools.recording("broken").toBuilder()
        .approval((thread, arguments, runConfig) -> {
          throw new IllegalStateException("no policy");
        })
        .build();
    world.tools(byAmount, broken, tools.recording("free"));
    world.model.then((request, reply) -> {
      call(reply, "c1", "pay", "{\"n\":10}");
      call(reply, "c2", "pay", "{\"n\":11}");
      call(reply, "c3", "broken", "{}");
      call(reply, "c4", "free", "{}");
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(thread.pendingApprovals())
        .extracting(each -> each.toolCallId().value())
        .containsExactly("c2", "c3");
    assertThat(tools.executions).containsExactly(Map.of("n", 10), Map.of());
  }

  @Test
  @DisplayName("APPR-1: invalid arguments are answered without asking; a human tool needs no gate")
  void notAsked() {
    Tool strict = tools.recording("delete").needsApproval().toBuilder()
        .check((name, arguments) -> {
          throw new InvalidArgumentsException(name, List.of("'n' is missing"));
        })
        .build();
    world.tools(strict, TestTools.human("ask").needsApproval());
    world.model.then((request, reply) -> {
      call(reply, "c1", "delete", "{}");
      call(reply, "c2", "ask", "{}");
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(thread.pendingApprovals()).isEmpty();
    assertThat(calls(thread).get(0).isError()).isTrue();
    assertThat(calls(thread)).allMatch(each -> each.approval() == null);
  }

  @Test
  @DisplayName("APPR-2: a gate is stored before ApprovalRequested, and cannot be decided before")
  void storedBeforeAnnounced() {
    List<String> seen = new ArrayList<>();
    ThreadRuntime[] thread = new ThreadRuntime[1];
    world.tools(gated()).model.calls("c1", "delete", "{}");
    thread[0] = world.open();
    EventLog events = EventLog.of(thread[0]);
    world.history.beforeWrite(() -> {
      boolean isOpen = thread[0].state().messages().size() > 1
          && calls(thread[0]).stream().anyMatch(ToolCallPart::hasOpenGate);
      if (isOpen) {
        seen.add("write with gate");
        assertThat(thread[0].pendingApprovals()).isEmpty();
        assertThat(events.of(ThreadEvent.ApprovalRequested.class)).isEmpty();
        ApprovalId early = decided(thread[0]).id();
        assertThatThrownBy(() -> thread[0].respondToToolApproval(early, ApprovalResponse.approve()))
            .isInstanceOf(UnknownApprovalException.class);
      }
    });

    world.send(thread[0], "Hi");

    assertThat(seen).isNotEmpty();
    assertThat(thread[0].pendingApprovals()).hasSize(1);
    assertThat(events.of(ThreadEvent.ApprovalRequested.class))
        .extracting(event -> event.approval().id())
        .containsExactly(gate(thread[0]));
  }

  @Test
  @DisplayName("APPR-2: a gate can be decided while other calls execute")
  void whileOthersExecute() {
    ThreadRuntime[] thread = new ThreadRuntime[1];
    List<Integer> executionsSeen = new ArrayList<>();
    world.tools(gated(), TestTools.tool("work", (arguments, call) -> {
      world.scheduler.runSome(50);
      assertThat(Stages.now(
              thread[0].respondToToolApproval(gate(thread[0]), ApprovalResponse.approve())))
          .isEmpty();
      world.scheduler.runSome(50);
      executionsSeen.add(tools.executions.size());
      return "worked";
    }));
    world
        .model
        .then((request, reply) -> {
          call(reply, "c1", "delete", "{}");
          call(reply, "c2", "work", "{}");
        })
        .says("Done.");
    thread[0] = world.open();

    assertThat(world.send(thread[0], "Hi").outcome()).isEqualTo(RunOutcome.COMPLETE);
    // APPR-10: an approved call starts at once during EXECUTING.
    assertThat(executionsSeen).containsExactly(1);
  }

  @Test
  @DisplayName("APPR-2: and on a branch that is not shown")
  void onAnotherBranch() {
    ThreadRuntime thread = paused(gated());
    thread.append(
        MessageInput.text("Elsewhere"), SendOptions.builder().parent(null).build());
    world.scheduler.runAll();
    assertThat(thread.state().messages()).hasSize(1);

    Run run = Stages.now(thread.respondToToolApproval(gate(thread), ApprovalResponse.approve()))
        .orElseThrow();

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).hasSize(1);
  }

  @Test
  @DisplayName("APPR-2: a gate whose write is given up is announced with the pause, not before")
  void notStored() {
    List<Integer> announced = new ArrayList<>();
    EventLog[] events = new EventLog[1];
    world.options(options -> options.historyAttempts(1));
    world.tools(
        gated(),
        TestTools.tool("work", (arguments, call) -> {
              world.scheduler.runSome(50);
              announced.add(events[0].of(ThreadEvent.ApprovalRequested.class).size());
              world.history.heal();
              return "worked";
            })
            .toBuilder()
            .idempotent(true)
            .build());
    world.model.then((request, reply) -> {
      call(reply, "c1", "delete", "{}");
      call(reply, "c2", "work", "{}");
      world.scheduler.runSome(20);
      world.history.failWrites(100);
    });
    ThreadRuntime thread = world.open();
    events[0] = EventLog.of(thread);

    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);

    assertThat(announced).containsExactly(0);
    assertThat(events[0].of(ThreadEvent.ApprovalRequested.class)).hasSize(1);
  }
}
