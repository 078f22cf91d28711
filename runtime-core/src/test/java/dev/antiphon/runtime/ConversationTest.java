package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.World;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConversationTest {

  private final World world = new World();

  @Test
  @DisplayName("EVT-11: a plain send emits its events in the order of the contract")
  void orderOfEvents() {
    world.model.says("Hello", " there");
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    world.scheduler.runAll();
    events.clear();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(result.isSaved()).isTrue();
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: Hello there (complete/unknown)");
    assertThat(events.names())
        .filteredOn(name -> !name.equals("HeadChanged"))
        .containsExactly(
            "RunStarted",
            "MessageAdded",
            "ThreadInitialized",
            "MessageSaved",
            "MessageAdded",
            "StepStarted",
            "PartStarted",
            "TextDelta",
            "TextDelta",
            "PartEnded",
            "StepEnded",
            "MessageChanged",
            "RunEnded",
            "MessageSaved",
            "RunCompleted");
  }

  @Test
  @DisplayName("APPR-6, RUN-24: an approved tool runs exactly once, also after a restart")
  void approvalOverRestart() {
    AtomicInteger executions = new AtomicInteger();
    Tool delete = Tool.builder("delete", "Deletes")
        .handler((arguments, call) -> executions.incrementAndGet())
        .build()
        .needsApproval();
    world.tools(delete);
    world.model.calls("c1", "delete", "{\"n\":1}").says("Deleted.");
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "delete 1").outcome()).isEqualTo(RunOutcome.PAUSED);

    ThreadRuntime reopened = world.open();
    Run run = Stages.now(reopened.respondToToolApproval(
            reopened.pendingApprovals().get(0).id(), ApprovalResponse.approve()))
        .orElseThrow();
    RunResult result = world.finish(run);

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(executions).hasValue(1);
    assertThat(World.shown(reopened))
        .containsExactly("user: delete 1", "assistant: Deleted. (complete/unknown)");
    ToolCallPart call = reopened.state().messages().get(1).toolCalls().get(0);
    assertThat(call.args()).isEqualTo(Map.of("n", 1));
    assertThat(call.result()).isEqualTo(1);
    assertThat(List.copyOf(reopened.pendingApprovals())).isEmpty();
  }
}
