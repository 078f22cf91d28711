package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.NotAnAssistantMessageException;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolResultConflictException;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.message.UnknownToolCallException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Results that people give: rules TOOL-18 and TOOL-19. */
class GivenResultTest {

  private static final ToolCallId C1 = new ToolCallId("c1");

  private final World world = new World();

  private ToolCallPart seenByModel() {
    return requireNonNull(world.model.lastRequest().replySoFar()).toolCalls().get(0);
  }

  private static MessageId reply(ThreadRuntime thread) {
    return thread.state().messages().get(1).id();
  }

  private ThreadRuntime waitingForHuman() {
    world.tools(TestTools.human("ask")).model.calls("c1", "ask", "{}").says("Done.");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    return thread;
  }

  @Test
  @DisplayName("TOOL-18: a given result keeps artifact, error flag and model content")
  void givenResult() {
    ThreadRuntime thread = waitingForHuman();
    ToolResult given = ToolResult.builder()
        .result("no")
        .isError(true)
        .artifact(Map.of("x", 1))
        .modelContent(List.of(TextPart.of("said no")))
        .build();

    thread.addToolResult(reply(thread), C1, given);
    world.scheduler.runAll();

    ToolCallPart stored = calls(world.open()).get(0);
    assertThat(stored.result()).isEqualTo("no");
    assertThat(stored.isError()).isTrue();
    assertThat(stored.artifact()).isEqualTo(Map.of("x", 1));
    assertThat(stored.modelContent()).containsExactly(TextPart.of("said no"));
    assertThat(seenByModel().modelContent()).containsExactly(TextPart.of("said no"));
  }

  @Test
  @DisplayName("TOOL-18: what it names must exist")
  void unknown() {
    ThreadRuntime thread = waitingForHuman();
    MessageId user = thread.state().messages().get(0).id();
    ToolResult result = ToolResult.of(1);

    assertThatThrownBy(() -> thread.addToolResult(new MessageId("nobody"), C1, result))
        .isInstanceOf(UnknownMessageException.class);
    assertThatThrownBy(() -> thread.addToolResult(user, C1, result))
        .isInstanceOf(NotAnAssistantMessageException.class);
    assertThatThrownBy(() -> thread.addToolResult(reply(thread), new ToolCallId("c9"), result))
        .isInstanceOf(UnknownToolCallException.class);
    assertThat(thread.state().messages().get(1).status()).isEqualTo(Status.TOOL_CALLS);
  }

  @Test
  @DisplayName("TOOL-18: it works while the message is being written, too")
  void whileStreaming() {
    world.tools(TestTools.human("ask"));
    ThreadRuntime thread = world.open();
    world
        .model
        .then((request, reply) -> {
          reply.toolCall(C1, "ask");
          reply.argumentsText(C1, "{\"q\":");
          thread.addToolResult(reply(thread), C1, ToolResult.of("early"));
          reply.argumentsText(C1, "1}");
        })
        .says("Done.");

    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(calls(thread).get(0).result()).isEqualTo("early");
    assertThat(calls(thread).get(0).args()).isEqualTo(Map.of("q", 1));
  }

  @Test
  @DisplayName("TOOL-19: the first result wins: an equal one is a no-op, another one is refused")
  void firstResultWins() {
    ThreadRuntime thread = waitingForHuman();
    thread.addToolResult(reply(thread), C1, ToolResult.of("blue"));
    world.scheduler.runAll();

    assertThat(Stages.now(thread.addToolResult(reply(thread), C1, ToolResult.of("blue"))))
        .isEmpty();
    assertThatThrownBy(() -> thread.addToolResult(reply(thread), C1, ToolResult.of("red")))
        .isInstanceOf(ToolResultConflictException.class);
    assertThat(calls(thread).get(0).result()).isEqualTo("blue");
  }

  @Test
  @DisplayName(
      "TOOL-19: given for an executing call it cancels the handler, and the next one starts")
  void executingCall() {
    List<String> seen = new ArrayList<>();
    ThreadRuntime[] thread = new ThreadRuntime[1];
    world.options(options -> options.maxParallelTools(1));
    world.tools(TestTools.tool("slow", (arguments, call) -> {
      seen.add("start " + call.id());
      if (call.id().equals(C1)) {
        call.cancellation().onCancel(() -> seen.add("cancel " + call.id()));
        thread[0].addToolResult(call.messageId(), C1, ToolResult.of("given"));
        world.scheduler.runSome(20);
      }
      return "late";
    }));
    world
        .model
        .then((request, reply) -> {
          call(reply, "c1", "slow", "{}");
          call(reply, "c2", "slow", "{}");
        })
        .says("Done.");
    thread[0] = world.open();

    world.send(thread[0], "Hi");

    assertThat(seen).containsExactly("start c1", "cancel c1", "start c2");
    assertThat(calls(thread[0])).extracting(ToolCallPart::result).containsExactly("given", "late");
  }

  @Test
  @DisplayName("TOOL-19: given on a gated call it closes the gate as answered")
  void gatedCall() {
    world.tools(new TestTools().recording("delete").needsApproval());
    world.model.calls("c1", "delete", "{}").says("Done.");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");

    world.finish(Stages.now(thread.addToolResult(reply(thread), C1, ToolResult.of("by hand")))
        .orElseThrow());

    ToolCallPart call = calls(thread).get(0);
    assertThat(requireNonNull(call.approval()).resolution())
        .isEqualTo(ToolApproval.Resolution.ANSWERED);
    assertThat(call.result()).isEqualTo("by hand");
    assertThat(thread.pendingApprovals()).isEmpty();
  }
}
