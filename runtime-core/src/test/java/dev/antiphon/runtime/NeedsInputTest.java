package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Handlers that want input and hold no thread: rule TOOL-25. */
class NeedsInputTest {

  private static final ToolCallId C1 = new ToolCallId("c1");

  private final List<String> executions = new ArrayList<>();
  private final World world = new World();

  /** A tool that asks once and returns the answer. */
  private Tool order() {
    return TestTools.tool("order", (arguments, call) -> {
      executions.add(call.answer().map(answer -> "with " + answer.payload()).orElse("asking"));
      return call.answer().isPresent()
          ? call.answer().get().payload()
          : ToolResult.needsInput(Map.of("question", "How many?"));
    });
  }

  @Test
  @DisplayName("TOOL-25: the call is pending, holds no thread, and is called again with the answer")
  void asksAndIsAnswered() {
    world.tools(order()).model.calls("c1", "order", "{}").says("Ordered.");
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    RunResult paused = world.send(thread, "Hi");
    assertThat(paused.outcome()).isEqualTo(RunOutcome.PAUSED);
    assertThat(paused.status()).isEqualTo(Status.TOOL_CALLS);
    assertThat(requireNonNull(calls(thread).get(0).interrupt()).payload())
        .isEqualTo(Map.of("question", "How many?"));

    assertThat(thread.resumeToolCall(C1, 3)).isCompletedWithValue(true);
    assertThat(thread.resumeToolCall(C1, 4)).isCompletedWithValue(false);
    world.scheduler.runAll();

    assertThat(executions).containsExactly("asking", "with 3");
    assertThat(calls(thread).get(0).result()).isEqualTo(3);
    assertThat(thread.state().messages().get(1).text()).isEqualTo("Ordered.");
    assertThat(events.of(ThreadEvent.HumanInputRequested.class)).hasSize(1);
    assertThat(events.of(ThreadEvent.HumanInputResolved.class)).hasSize(1);
  }

  @Test
  @DisplayName("TOOL-25: it survives a restart")
  void overRestart() {
    world.tools(order()).model.calls("c1", "order", "{}").says("Ordered.");
    world.send(world.open(), "Hi");

    ThreadRuntime reopened = world.open();
    assertThat(reopened.state().messages().get(1).status()).isEqualTo(Status.TOOL_CALLS);
    assertThat(reopened.resumeToolCall(C1, null)).isCompletedWithValue(true);
    world.scheduler.runAll();

    assertThat(executions).containsExactly("asking", "with null");
    assertThat(calls(reopened).get(0).hasResult()).isTrue();
    assertThat(reopened.state().messages().get(1).text()).isEqualTo("Ordered.");
  }

  @Test
  @DisplayName(
      "TOOL-25: a gated call that wants input stays pending too, and asks for no new approval")
  void gated() {
    world.tools(order().needsApproval()).model.calls("c1", "order", "{}").says("Ordered.");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    Run run = Stages.now(thread.respondToToolApproval(
            thread.pendingApprovals().get(0).id(), ApprovalResponse.approve()))
        .orElseThrow();
    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.PAUSED);

    assertThat(thread.resumeToolCall(C1, 3)).isCompletedWithValue(true);
    world.scheduler.runAll();

    assertThat(executions).containsExactly("asking", "with 3");
    assertThat(calls(thread).get(0).result()).isEqualTo(3);
  }

  @Test
  @DisplayName("TOOL-25: an answer that comes while another call executes is taken")
  void whileAnotherExecutes() {
    ThreadRuntime[] thread = new ThreadRuntime[1];
    world.tools(order(), TestTools.tool("work", (arguments, call) -> {
      world.scheduler.runSome(20);
      assertThat(thread[0].resumeToolCall(C1, 3)).isCompletedWithValue(true);
      return "worked";
    }));
    world
        .model
        .then((request, reply) -> {
          call(reply, "c1", "order", "{}");
          call(reply, "c2", "work", "{}");
        })
        .says("Ordered.");
    thread[0] = world.open();

    RunResult result = world.send(thread[0], "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(executions).containsExactly("asking", "with 3");
  }

  @Test
  @DisplayName("TOOL-25, TOOL-19: a result that is given in its place ends the question")
  void resultInPlace() {
    world.tools(order()).model.calls("c1", "order", "{}").says("Ordered.");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");

    world.finish(Stages.now(
            thread.addToolResult(thread.state().messages().get(1).id(), C1, ToolResult.of(5)))
        .orElseThrow());

    assertThat(executions).containsExactly("asking");
    assertThat(calls(thread).get(0).interrupt()).isNull();
    assertThat(thread.resumeToolCall(C1, 3)).isCompletedWithValue(false);
  }
}
