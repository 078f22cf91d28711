package dev.antiphon.runtime;

import static dev.antiphon.testing.TestMessages.NOW;
import static dev.antiphon.testing.TestMessages.assistant;
import static dev.antiphon.testing.TestMessages.id;
import static dev.antiphon.testing.TestMessages.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolInterrupt;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoadInterruptedTest {

  private static final ThreadKey KEY = new ThreadKey("ada", "t");

  private final World world = new World();
  private final TestTools tools = new TestTools();

  @Test
  @DisplayName(
      "LOAD-6: a reply that died in mid-stream is interrupted, its content kept and stored so")
  void midStream() {
    @Nullable ThreadRuntime[] reopened = new ThreadRuntime[1];
    world.model.then((request, reply) -> {
      reply.text("Hel");
      world.scheduler.advance(Duration.ofSeconds(1));
      reopened[0] = world.open();
    });
    world.send(world.open(), "Hi");

    ThreadRuntime thread = Objects.requireNonNull(reopened[0]);

    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: Hel (incomplete/interrupted)");
    assertThat(World.shown(world.open())).isEqualTo(World.shown(thread));
    assertThat(thread.state().unsaved()).isEmpty();
  }

  @Test
  @DisplayName(
      "LOAD-6: calls of a step that did not end get an error result and are never executed")
  void unfinishedStep() {
    world.tools(tools.recording("look"));
    found(
        Status.RUNNING,
        List.of(new StepOf(1)),
        call("c1").build(),
        TextPart.of("and"),
        call("c2").build());

    ThreadRuntime thread = world.open();

    Message message = thread.message(id("a"));
    assertThat(message.status()).isEqualTo(Status.INTERRUPTED);
    assertThat(message.toolCalls().get(0).hasResult()).isFalse();
    assertThat(message.toolCalls().get(1).isError()).isTrue();
    assertThat(String.valueOf(message.toolCalls().get(1).result())).contains("look");
    world.model.says("Done.");
    RunResult result = world.finish(thread.continueRun(id("a")));
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).hasSize(1);
  }

  @Test
  @DisplayName("LOAD-6: open gates of an interrupted message are closed as cancelled")
  void gates() {
    world.tools(tools.recording("look").needsApproval());
    found(
        Status.RUNNING,
        List.of(new StepOf(2)),
        call("c1").approval(gate("g1").build()).build(),
        call("c2").approval(gate("g2").approved(true).build()).build());

    ThreadRuntime thread = world.open();

    List<ToolCallPart> calls = thread.message(id("a")).toolCalls();
    assertThat(gateOf(calls.get(0)).resolution()).isEqualTo(ToolApproval.Resolution.CANCELLED);
    assertThat(gateOf(calls.get(1)).resolution()).isNull();
    assertThat(thread.pendingApprovals()).isEmpty();
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName(
      "LOAD-7: a paused message stays paused and can be decided at once, off the branch too")
  void staysPaused() {
    world.tools(tools.recording("look").needsApproval());
    found(
        Status.TOOL_CALLS,
        List.of(new StepOf(1)),
        call("c1").approval(gate("g1").build()).build());
    ThreadRuntime thread = world.open();
    assertThat(thread.message(id("a")).status()).isEqualTo(Status.TOOL_CALLS);
    thread.setHead(null);
    world.model.says("Done.");

    Run run = Stages.now(
            thread.respondToToolApproval(new ApprovalId("g1"), ApprovalResponse.approve()))
        .orElseThrow();

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).hasSize(1);
  }

  @Test
  @DisplayName("LOAD-7: with nothing left pending, a paused message at the head goes on unasked")
  void goesOn() {
    world.tools(TestTools.human("look"));
    world.model.says("It is blue.");
    found(Status.TOOL_CALLS, List.of(new StepOf(1)), call("c1").result("blue").build());

    ThreadRuntime thread = world.open();

    assertThat(thread.message(id("a")).text()).isEqualTo("It is blue.");
    assertThat(thread.message(id("a")).status()).isEqualTo(Status.COMPLETE_UNKNOWN);
  }

  @Test
  @DisplayName("LOAD-7: what is paused elsewhere, or has a reply below, does not go on unasked")
  void notUnasked() {
    world.tools(TestTools.human("look"));
    found(Status.TOOL_CALLS, List.of(new StepOf(1)), call("c1").result("blue").build());
    world.history.put(KEY, item("u2", "a"));

    ThreadRuntime thread = world.open();
    thread.setHead(id("a"));
    world.scheduler.runAll();
    ThreadRuntime reopened = world.open();

    assertThat(reopened.state().messages()).hasSize(2);
    assertThat(reopened.message(id("a")).status()).isEqualTo(Status.TOOL_CALLS);
    assertThat(world.model.requests()).isEmpty();
  }

  @Test
  @DisplayName("LOAD-7, TOOL-13: a started call is over unless its tool is idempotent")
  void started() {
    Tool once = tools.recording("look");
    Tool again = tools.recording("again").toBuilder().idempotent(true).build();
    world.tools(once, again, TestTools.human("ask"));
    found(
        Status.TOOL_CALLS,
        List.of(new StepOf(3)),
        call("c1").timing(new ToolTiming(NOW, null)).build(),
        ToolCallPart.builder(new ToolCallId("c2"), "again")
            .timing(new ToolTiming(NOW, null))
            .build(),
        ToolCallPart.builder(new ToolCallId("c3"), "ask").build());

    ThreadRuntime thread = world.open();
    assertThat(thread.message(id("a")).toolCalls().get(0).isError()).isTrue();
    assertThat(thread.message(id("a")).toolCalls().get(1).hasResult()).isFalse();
    Run run = Stages.now(thread.addToolResult(id("a"), new ToolCallId("c3"), ToolResult.of("yes")))
        .orElseThrow();
    world.finish(run);

    assertThat(tools.executions).hasSize(1);
    assertThat(thread.message(id("a")).toolCalls()).allMatch(ToolCallPart::hasResult);
    assertThat(thread.message(id("a")).toolCalls().get(1).isError()).isFalse();
  }

  @Test
  @DisplayName(
      "LOAD-7: a handler that waited for a human in its process is over, and so is the pause")
  void asking() {
    world.tools(tools.recording("look"));
    found(
        Status.INTERRUPT,
        List.of(new StepOf(1)),
        call("c1")
            .timing(new ToolTiming(NOW, null))
            .interrupt(new ToolInterrupt("which?"))
            .build());

    ThreadRuntime thread = world.open();

    assertThat(thread.message(id("a")).status()).isEqualTo(Status.INTERRUPTED);
    assertThat(thread.message(id("a")).toolCalls().get(0).isError()).isTrue();
    assertThat(thread.resumeToolCall(new ToolCallId("c1"), "this")).isCompletedWithValue(false);
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName("LOAD-7, TOOL-25: a call that wants input and holds no thread still waits for it")
  void wantsInput() {
    world.tools(TestTools.tool(
        "look",
        (arguments, call) ->
            call.answer().isPresent() ? "thanks" : ToolResult.needsInput("which?")));
    world.model.calls("c1", "look", "{}").says("Done.");
    assertThat(world.send(world.open(), "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);

    ThreadRuntime thread = world.open();
    Message paused = thread.message(1);
    assertThat(paused.isPaused()).isTrue();
    assertThat(thread.resumeToolCall(paused.toolCalls().get(0).toolCallId(), "this"))
        .isCompletedWithValue(true);
    world.scheduler.runAll();

    assertThat(thread.message(1).toolCalls().get(0).result()).isEqualTo("thanks");
    assertThat(thread.message(1).text()).isEqualTo("Done.");
  }

  @Test
  @DisplayName("LOAD-7, APPR-12: a gate that expired meanwhile closes, and its run goes on")
  void expired() {
    world.tools(tools.recording("look").needsApproval());
    world.model.says("Too late.");
    found(
        Status.TOOL_CALLS,
        List.of(new StepOf(1)),
        call("c1").approval(gate("g1").expiresAt(NOW.minusSeconds(1)).build()).build());

    ThreadRuntime thread = world.open();
    world.scheduler.advance(Duration.ofMillis(1));

    ToolCallPart call = thread.message(id("a")).toolCalls().get(0);
    assertThat(gateOf(call).resolution()).isEqualTo(ToolApproval.Resolution.EXPIRED);
    assertThat(call.isError()).isTrue();
    assertThat(thread.message(id("a")).text()).isEqualTo("Too late.");
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName("LOAD-7: a send that waited for the load goes behind what the load goes on with")
  void sendGoesBehind() {
    world.tools(TestTools.human("look"));
    world.model.says("It is blue.").says("Hello");
    found(Status.TOOL_CALLS, List.of(new StepOf(1)), call("c1").result("blue").build());
    ThreadRuntime thread = world.start().threads("ada").open("t");

    Run first = thread.send("one");
    Run second = thread.send("two");
    world.scheduler.runAll();

    assertThat(World.shown(thread))
        .containsExactly(
            "user: u",
            "assistant: It is blue. (complete/unknown)",
            "user: one",
            "assistant: Hello (complete/unknown)",
            "user: two",
            "assistant:  (complete/unknown)");
    assertThat(first.completion().toCompletableFuture()).isCompleted();
    assertThat(second.completion().toCompletableFuture()).isCompleted();
  }

  // ---- what is found

  /** A step of a reply, by how many parts the reply had at its end. */
  private record StepOf(int contentSize) {}

  private void found(Status status, List<StepOf> steps, MessagePart... parts) {
    List<Step> ended = new ArrayList<>();
    steps.forEach(
        step -> ended.add(Step.builder().contentSize(step.contentSize()).build()));
    Message message = assistant("a", "").toBuilder()
        .content(List.of(parts))
        .status(status)
        .metadata(MessageMetadata.builder().steps(ended).build())
        .build();
    world.history.put(KEY, item("u", null), MessageItem.of(message, id("u")));
    world.threadList.initialize(KEY);
  }

  private static ToolCallPart.Builder call(String id) {
    return ToolCallPart.builder(new ToolCallId(id), "look").args(Map.of());
  }

  private static ToolApproval.Builder gate(String id) {
    return ToolApproval.builder(new ApprovalId(id));
  }

  private static ToolApproval gateOf(ToolCallPart call) {
    return Objects.requireNonNull(call.approval());
  }
}
