package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.TestMessages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolException;
import dev.antiphon.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What results are and who sees them: rules TOOL-14 to TOOL-17. */
class ToolResultTest {

  private final World world = new World();

  private ToolCallPart seenByModel() {
    return requireNonNull(world.model.lastRequest().replySoFar()).toolCalls().get(0);
  }

  @Test
  @DisplayName("TOOL-14: a handler returns JSON, nothing, or a result with all its fields")
  void results() {
    ToolResult full = ToolResult.builder()
        .result(false)
        .isError(true)
        .artifact(0)
        .modelContent(List.of(TextPart.of("seen")))
        .messages(List.of(TestMessages.user("nested")))
        .build();
    world.tools(
        TestTools.tool("json", (arguments, call) -> Map.of("n", 1)),
        TestTools.tool("nothing", (arguments, call) -> null),
        TestTools.tool("full", (arguments, call) -> full));
    world.model.then((request, reply) -> {
      call(reply, "c1", "json", "{}");
      call(reply, "c2", "nothing", "{}");
      call(reply, "c3", "full", "{}");
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    List<ToolCallPart> calls = calls(thread);
    assertThat(calls.get(0).result()).isEqualTo(Map.of("n", 1));
    assertThat(calls.get(1).hasResult()).isTrue();
    assertThat(calls.get(1).result()).isNull();
    assertThat(calls.get(2).result()).isEqualTo(false);
    assertThat(calls.get(2).isError()).isTrue();
    assertThat(calls.get(2).artifact()).isEqualTo(0);
    assertThat(calls.get(2).modelContent()).containsExactly(TextPart.of("seen"));
    assertThat(calls.get(2).messages()).hasSize(1);
  }

  private ThreadRuntime after(Tool tool) {
    world.tools(tool).model.calls("c1", tool.name(), "{}").says("Done.");
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.COMPLETE);
    return thread;
  }

  @Test
  @DisplayName("TOOL-15: the model sees modelContent before toModelOutput, and never the artifact")
  void modelContent() {
    ToolResult result = ToolResult.builder()
        .result("plain")
        .artifact("for the eye")
        .modelContent(List.of(TextPart.of("short")))
        .build();
    after(TestTools.tool("add", (arguments, call) -> result).toBuilder()
        .modelOutput(plain -> List.of(TextPart.of("converted")))
        .build());

    assertThat(seenByModel().modelContent()).containsExactly(TextPart.of("short"));
    assertThat(seenByModel().hasArtifact()).isFalse();
  }

  @Test
  @DisplayName("TOOL-15: without modelContent it sees toModelOutput, which the tree does not")
  void modelOutput() {
    ThreadRuntime thread = after(TestTools.tool("add", (arguments, call) -> "plain").toBuilder()
        .modelOutput(plain -> List.of(TextPart.of("converted " + plain)))
        .build());

    assertThat(seenByModel().modelContent()).containsExactly(TextPart.of("converted plain"));
    assertThat(calls(thread).get(0).modelContent()).isNull();
  }

  @Test
  @DisplayName("TOOL-15: an error result is not converted; a conversion that throws is not used")
  void plainResult() {
    after(TestTools.tool("bad", (arguments, call) -> ToolResult.error("broken")).toBuilder()
        .modelOutput(plain -> List.of(TextPart.of("converted")))
        .build());
    assertThat(seenByModel().modelContent()).isNull();
    assertThat(seenByModel().result()).isEqualTo("broken");

    after(TestTools.tool("good", (arguments, call) -> "plain").toBuilder()
        .modelOutput(plain -> {
          throw new IllegalStateException("cannot");
        })
        .build());
    assertThat(seenByModel().modelContent()).isNull();
    assertThat(seenByModel().result()).isEqualTo("plain");
  }

  @Test
  @DisplayName("TOOL-16: progress is shown live, not stored, not sent, gone with the result")
  void progress() {
    List<Object> shown = new ArrayList<>();
    ThreadRuntime[] thread = new ThreadRuntime[1];
    world.tools(TestTools.tool("add", (arguments, call) -> {
      call.progress("half");
      call.messages(List.of(TestMessages.user("nested")));
      shown.add(calls(thread[0]).get(0).progress());
      shown.add(requireNonNull(calls(thread[0]).get(0).messages()).size());
      world.scheduler.advance(java.time.Duration.ofSeconds(2));
      return "whole";
    }));
    world.model.calls("c1", "add", "{}").says("Done.");
    thread[0] = world.open();
    EventLog events = EventLog.of(thread[0]);

    world.send(thread[0], "Hi");

    assertThat(shown).containsExactly("half", 1);
    assertThat(events.of(ThreadEvent.ToolProgress.class))
        .extracting(ThreadEvent.ToolProgress::progress)
        .containsExactly("half");
    assertThat(calls(thread[0]).get(0).hasProgress()).isFalse();
    assertThat(world.history.batches().toString()).doesNotContain("half");
    assertThat(seenByModel().hasProgress()).isFalse();
  }

  @Test
  @DisplayName("TOOL-17: ToolException gives message and data; others class and message, no stack")
  void exceptions() {
    world.tools(
        TestTools.tool("told", (arguments, call) -> {
          throw new ToolException("Sold out.", Map.of("left", 0));
        }),
        TestTools.tool("short", (arguments, call) -> {
          throw new ToolException("Closed.");
        }),
        TestTools.tool("thrown", (arguments, call) -> {
          throw new java.io.IOException("no route");
        }));
    world.model.then((request, reply) -> {
      call(reply, "c1", "told", "{}");
      call(reply, "c2", "short", "{}");
      call(reply, "c3", "thrown", "{}");
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    List<ToolCallPart> calls = calls(thread);
    assertThat(calls).allMatch(ToolCallPart::isError);
    assertThat(calls.get(0).result())
        .isEqualTo(Map.of("message", "Sold out.", "data", Map.of("left", 0)));
    assertThat(calls.get(1).result()).isEqualTo("Closed.");
    assertThat(String.valueOf(calls.get(2).result()))
        .contains("IOException", "no route")
        .doesNotContain("at dev.antiphon", "\n");
  }
}
