package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ApprovalRules.Verdict;
import dev.antiphon.port.ToolCallOptions;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.InvalidArgumentsException;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of each call, and when nothing executes any more: rules CONT-8 to CONT-19. */
class ExecutingTest {

  private static final ToolCallId C1 = new ToolCallId("c1");
  private static final ApprovalOption ALWAYS =
      ApprovalOption.of("always", ApprovalOption.ALLOW_ALWAYS);

  private final TestTools tools = new TestTools();
  private final World world = new World();

  private static ToolCallPart firstCall(ThreadRuntime thread) {
    return thread.state().messages().get(1).toolCalls().get(0);
  }

  @Test
  @DisplayName("CONT-8, CONT-17: a provider-executed call with an open gate is pending")
  void providersGate() {
    world.model.then((request, reply) -> {
      reply.toolCall(C1, "search", ToolCallOptions.PROVIDER_EXECUTED);
      reply.providerApproval(C1, ToolApproval.builder(new ApprovalId("theirs")).build());
    });
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.PAUSED);
    assertThat(result.status()).isEqualTo(Status.TOOL_CALLS);
    assertThat(thread.pendingApprovals())
        .extracting(each -> each.id().value())
        .containsExactly("theirs");
  }

  @Test
  @DisplayName("CONT-9: unknown and disabled tools and bad arguments get error results, no pause")
  void cannotBeExecuted() {
    Tool strict = tools.recording("strict").toBuilder()
        .check((name, arguments) -> {
          throw new InvalidArgumentsException(name, List.of("'n' is missing"));
        })
        .build();
    world.tools(strict, tools.recording("off").toBuilder().disabled(true).build());
    world
        .model
        .then((request, reply) -> {
          call(reply, "c1", "nobody", "{}");
          call(reply, "c2", "off", "{}");
          call(reply, "c3", "strict", "[1]");
          call(reply, "c4", "strict", "{\"n\":");
          call(reply, "c5", "strict", "{}");
        })
        .says("Sorry.");
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).isEmpty();
    List<ToolCallPart> calls = thread.state().messages().get(1).toolCalls();
    assertThat(calls).allMatch(ToolCallPart::isError);
    assertThat(calls)
        .extracting(call -> String.valueOf(call.result()))
        .satisfiesExactly(
            unknown -> assertThat(unknown).contains("no tool 'nobody'"),
            disabled -> assertThat(disabled).contains("no tool 'off'"),
            notAnObject -> assertThat(notAnObject).contains("'strict'", "not a JSON object"),
            cut -> assertThat(cut).contains("'strict'", "not JSON"),
            invalid -> assertThat(invalid).contains("'strict'", "'n' is missing"));
  }

  private static void call(
      dev.antiphon.port.ReplyWriter reply, String id, String tool, String arguments) {
    reply.toolCall(new ToolCallId(id), tool);
    reply.argumentsText(new ToolCallId(id), arguments);
    reply.completeToolCall(new ToolCallId(id));
  }

  @Test
  @DisplayName("CONT-10, CONT-17: a human tool is pending")
  void humanTool() {
    world.tools(TestTools.human("ask")).model.calls("c1", "ask", "{}");
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.PAUSED);
    assertThat(firstCall(thread).hasResult()).isFalse();
    assertThat(thread.pendingApprovals()).isEmpty();
  }

  @Test
  @DisplayName("CONT-11, TOOL-13: a call that had started is executed again only if idempotent")
  void startedBefore() {
    Tool once = TestTools.tool("once", (arguments, call) -> call.askHuman("Sure?"));
    Tool again = tools.recording("again").toBuilder().idempotent(true).build();
    world.tools(once, again);
    world.model.then((request, reply) -> {
      call(reply, "c1", "once", "{}");
      call(reply, "c2", "again", "{}");
    });
    ThreadRuntime thread = world.open();
    thread.send("Hi");
    // The process dies when the start of both is stored, and before a handler has come back.
    while (world.history.batches().stream().noneMatch(ExecutingTest::hasStart)) {
      assertThat(world.scheduler.runOne()).isTrue();
    }
    world.scheduler.clear();

    ThreadRuntime reopened = world.open();
    world.model.says("Gone on.");
    RunResult result =
        world.finish(reopened.continueRun(reopened.state().messages().get(1).id()));

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).hasSize(1);
    List<ToolCallPart> calls = reopened.state().messages().get(1).toolCalls();
    assertThat(calls.get(0).isError()).isTrue();
    assertThat(String.valueOf(calls.get(0).result())).contains("'once'", "interrupted");
    assertThat(calls.get(1).result()).isEqualTo(1);
  }

  private static boolean hasStart(dev.antiphon.port.HistoryBatch batch) {
    return batch.entries().stream()
        .anyMatch(entry -> entry instanceof dev.antiphon.port.HistoryEntry.Update update
            && update.item().message().toolCalls().stream()
                .anyMatch(each -> each.timing() != null));
  }

  @Test
  @DisplayName("CONT-12: an approved gate executes with the edited arguments")
  void approved() {
    world.tools(tools.recording("delete").needsApproval()).model.calls("c1", "delete", "{\"n\":1}");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");

    thread.respondToToolApproval(
        thread.pendingApprovals().get(0).id(), ApprovalResponse.edit(Map.of("n", 2)));
    world.scheduler.runAll();

    assertThat(tools.executions).containsExactly(Map.of("n", 2));
    assertThat(firstCall(thread).args()).isEqualTo(Map.of("n", 1));
  }

  @Test
  @DisplayName("CONT-13, CONT-16: the policy asks: a gate is opened, and pending while it is open")
  void asks() {
    world.tools(tools.recording("delete").needsApproval()).model.calls("c1", "delete", "{}");
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.PAUSED);
    assertThat(firstCall(thread).hasOpenGate()).isTrue();
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName(
      "CONT-14: a remembered rule rejects: error result, gate recorded as automatic denial")
  void ruleRejects() {
    world.rules.remember("ada", "delete", Verdict.REJECT, ALWAYS);
    world.tools(tools.recording("delete").needsApproval());
    world.model.calls("c1", "delete", "{}").says("Pity.");
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).isEmpty();
    ToolCallPart call = firstCall(thread);
    assertThat(call.isError()).isTrue();
    ToolApproval gate = java.util.Objects.requireNonNull(call.approval());
    assertThat(gate.approved()).isFalse();
    assertThat(gate.isAutomatic()).isTrue();
  }

  @Test
  @DisplayName("CONT-15: a remembered rule allows: executed, gate recorded as automatic")
  void ruleAllows() {
    world.rules.remember("ada", "delete", Verdict.ALLOW, ALWAYS);
    world.tools(tools.recording("delete").needsApproval());
    world.model.calls("c1", "delete", "{}").says("Gone.");
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(tools.executions).hasSize(1);
    ToolApproval gate = java.util.Objects.requireNonNull(firstCall(thread).approval());
    assertThat(gate.isApproved()).isTrue();
    assertThat(gate.isAutomatic()).isTrue();
  }

  @Test
  @DisplayName("CONT-15: a policy that asks for nothing executes without a gate")
  void neverPolicy() {
    world.tools(tools.recording("add")).model.calls("c1", "add", "{}").says("Three.");
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(tools.executions).hasSize(1);
    assertThat(firstCall(thread).approval()).isNull();
  }

  @Test
  @DisplayName("CONT-17: a pending call pauses the run only when nothing executes any more")
  void pausesLast() {
    world.tools(TestTools.human("ask"), tools.recording("add"));
    world.model.then((request, reply) -> {
      call(reply, "c1", "ask", "{}");
      call(reply, "c2", "add", "{}");
    });
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.PAUSED);
    assertThat(result.status()).isEqualTo(Status.TOOL_CALLS);
    assertThat(tools.executions).hasSize(1);
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @DisplayName("CONT-18: with nothing pending and steps left, the model is asked again")
  void nextStep() {
    world.tools(tools.recording("add")).model.calls("c1", "add", "{}").says("Three.");

    RunResult result = world.send(world.open(), "Hi");

    assertThat(result.steps()).hasSize(2);
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    ToolCallPart seen = java.util.Objects.requireNonNull(
            world.model.lastRequest().replySoFar())
        .toolCalls()
        .get(0);
    assertThat(seen.result()).isEqualTo(1);
  }

  @Test
  @DisplayName("CONT-19: with nothing pending and maxSteps reached, it ends incomplete/tool-calls")
  void noStepsLeft() {
    world.options(options -> options.maxSteps(2));
    world.tools(tools.recording("add"));
    world.model.calls("c1", "add", "{}").calls("c2", "add", "{}").says("Too late.");

    RunResult result = world.send(world.open(), "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(result.status()).isEqualTo(Status.incomplete(Status.Reason.TOOL_CALLS));
    assertThat(tools.executions).hasSize(2);
    assertThat(world.model.requests()).hasSize(2);
  }

  @Test
  @DisplayName("CONT-9: of a tool without handler, the provider's call gets an error result")
  void providersToolWithoutResult() {
    Tool search = Tool.builder("search", "Searches")
        .provider(dev.antiphon.tool.ProviderTool.builder("web_search").build())
        .build();
    world.tools(search).model.calls("c1", "search", "{}").says("Nothing.");
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(String.valueOf(firstCall(thread).result())).contains("'search'", "provider");
    assertThat(firstCall(thread)).returns(true, ToolCallPart::isError);
    assertThat(ToolResult.of(1).isError()).isFalse();
  }
}
