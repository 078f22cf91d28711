package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.ToolCallOptions;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.World;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplyCallTest {

  private static final ToolCallId C1 = new ToolCallId("c1");

  private final World world = new World();
  private final AtomicInteger executions = new AtomicInteger();

  private Tool count() {
    return Tool.builder("count", "Counts")
        .handler((arguments, call) -> executions.incrementAndGet())
        .build();
  }

  private static void call(ReplyWriter reply, String id, String arguments) {
    reply.toolCall(new ToolCallId(id), "count");
    reply.argumentsText(new ToolCallId(id), arguments);
    reply.completeToolCall(new ToolCallId(id));
  }

  private static ToolCallPart part(String id, String arguments) {
    return ToolCallPart.builder(new ToolCallId(id), "count")
        .argsText(TextView.of(arguments))
        .build();
  }

  @Test
  @DisplayName("REPLY-3: the text of arguments is seen as it grows; the arguments on completion")
  void arguments() {
    world.tools(count());
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      reply.toolCall(C1, "count");
      reply.argumentsText(C1, "{\"n\"");
      ToolCallPart growing = thread.message(1).toolCall(0);
      assertThat(growing.argsText().toString()).isEqualTo("{\"n\"");
      assertThat(growing.args()).isEmpty();
      reply.argumentsText(C1, ":1}");
      reply.completeToolCall(C1);
      assertThat(thread.message(1).toolCall(0).args()).isEqualTo(Map.of("n", 1));
    });

    world.send(thread, "Hi");

    assertThat(thread.message(1).toolCall(0).result()).isEqualTo(1);
  }

  @Test
  @DisplayName("REPLY-3: a call still open when the adapter returns is completed then")
  void completedAtTheEnd() {
    world.tools(count());
    world.model.then((request, reply) -> {
      reply.toolCall(C1, "count");
      reply.argumentsText(C1, "{\"n\":1}");
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(thread.message(1).toolCall(0).args()).isEqualTo(Map.of("n", 1));
    assertThat(executions).hasValue(1);
  }

  @Test
  @DisplayName("REPLY-3: a call that comes whole with the text of its arguments gets the arguments")
  void wholeCall() {
    world.tools(count());
    world.model.then((request, reply) -> reply.part(part("c1", "{\"n\":1}")));
    world.model.then((request, reply) -> reply.replaceContent(List.of(part("c2", "{\"n\":2}"))));
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(thread.message(1).toolCall(0).args()).isEqualTo(Map.of("n", 1));
    assertThat(thread.message(1).toolCall(1).args()).isEqualTo(Map.of("n", 2));
  }

  @Test
  @DisplayName("REPLY-4: a start with the id of an open call is the same call")
  void sameOpenCall() {
    world.tools(count());
    world.model.then((request, reply) -> {
      reply.toolCall(C1, "count");
      reply.argumentsText(C1, "{\"n\":");
      reply.toolCall(C1, "count");
      reply.argumentsText(C1, "1}");
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(thread.message(1).toolCalls()).hasSize(1);
    assertThat(thread.message(1).toolCall(0).args()).isEqualTo(Map.of("n", 1));
  }

  @Test
  @DisplayName("REPLY-4: an id used before in the thread starts a new call under a new id")
  void usedIds() {
    world.tools(count());
    world
        .model
        .then((request, reply) -> {
          call(reply, "c1", "{\"n\":1}");
          call(reply, "c1", "{\"n\":2}");
        })
        .then((request, reply) -> call(reply, "c1", "{\"n\":3}"))
        .says("Done");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    world.model.then((request, reply) -> {
      reply.toolCall(C1, "count");
      reply.argumentsText(C1, "{\"n\":4}");
    });
    world.send(thread, "Ho");

    List<ToolCallPart> calls = List.of(
        thread.message(1).toolCall(0),
        thread.message(1).toolCall(1),
        thread.message(1).toolCall(2),
        thread.message(3).toolCall(0));
    assertThat(calls).extracting(ToolCallPart::toolCallId).doesNotHaveDuplicates();
    assertThat(calls).extracting(each -> each.args().get("n")).containsExactly(1, 2, 3, 4);
    assertThat(executions).hasValue(4);
  }

  @Test
  @DisplayName("REPLY-4, REPLY-6: in replaced content an id of this step is the same call")
  void sameCallInReplacedContent() {
    world.tools(Tool.builder("count", "Asks").build());
    world.model.calls("c1", "count", "{}");
    ThreadRuntime thread = world.open();
    world.send(thread, "Before");
    thread.cancelRun();
    world.model.then((request, reply) -> {
      reply.replaceContent(List.of(part("c1", "{\"n\"")));
      ToolCallId own = thread.message(3).toolCall(0).toolCallId();
      assertThat(own).isNotEqualTo(C1);
      reply.replaceContent(List.of(TextPart.of("First"), part("c1", "{\"n\":1}")));
      assertThat(thread.message(3).toolCall(1).toolCallId()).isEqualTo(own);
      thread.addToolResult(thread.message(3).id(), own, ToolResult.of("given"));
      reply.replaceContent(List.of());
      assertThat(thread.message(3).content()).isEmpty();
      reply.replaceContent(List.of(part("c1", "{\"n\":2}"), part("c1", "{\"n\":3}")));
      ToolCallPart again = thread.message(3).toolCall(0);
      assertThat(again.toolCallId()).isEqualTo(own);
      assertThat(again.result()).isEqualTo("given");
      assertThat(thread.message(3).toolCall(1).toolCallId()).isNotEqualTo(own);
    });

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.PAUSED);
    assertThat(thread.message(3).toolCalls()).hasSize(2);
  }

  @Test
  @DisplayName("REPLY-5: a result written by the adapter is final, and no handler runs")
  void providersResult() {
    world.tools(count());
    world.model.then((request, reply) -> {
      call(reply, "c1", "{}");
      reply.toolResult(
          C1,
          ToolResult.builder()
              .result("found")
              .artifact("page")
              .modelContent(List.of(TextPart.of("for the model")))
              .build());
      reply.toolResult(C1, ToolResult.of("second"));
    });
    ThreadRuntime thread = world.open();

    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.COMPLETE);

    ToolCallPart call = thread.message(1).toolCall(0);
    assertThat(call.isProviderExecuted()).isTrue();
    assertThat(call.result()).isEqualTo("found");
    assertThat(call.artifact()).isEqualTo("page");
    assertThat(call.modelContent()).containsExactly(TextPart.of("for the model"));
    assertThat(executions).hasValue(0);
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @DisplayName("REPLY-6: replaceContent replaces what this step wrote, and nothing else")
  void replaceContent() {
    world.tools(count());
    ThreadRuntime thread = world.open();
    world
        .model
        .then((request, reply) -> {
          reply.text("Earlier");
          call(reply, "c1", "{}");
        })
        .then((request, reply) -> {
          reply.text("Draft");
          reply.replaceContent(List.of(TextPart.of("Better")));
          assertThat(texts(thread.message(1))).containsExactly("Earlier", "Better");
          reply.text(" and more");
          assertThat(texts(thread.message(1))).containsExactly("Earlier", "Better", " and more");
          reply.replaceContent(List.of());
        });

    world.send(thread, "Hi");

    assertThat(texts(thread.message(1))).containsExactly("Earlier");
    assertThat(thread.message(1).toolCall(1).result()).isEqualTo(1);
    assertThat(World.shown(world.open())).isEqualTo(World.shown(thread));
  }

  private static List<String> texts(Message message) {
    return message.content().stream()
        .filter(TextPart.class::isInstance)
        .map((MessagePart part) -> ((TextPart) part).text())
        .toList();
  }

  @Test
  @DisplayName(
      "REPLY-9: approval fields of an adapter are ignored for calls that the runtime executes")
  void adaptersGate() {
    Tool gated = count().needsApproval();
    ToolApproval approved =
        ToolApproval.builder(new ApprovalId("a1")).approved(true).build();
    ToolTiming started = new ToolTiming(Instant.EPOCH, null);
    ToolCallPart forged =
        part("c1", "{}").toBuilder().approval(approved).timing(started).build();
    world.tools(gated);
    world.model.then((request, reply) -> {
      reply.part(forged);
      reply.replaceContent(List.of(forged));
      reply.providerApproval(C1, ToolApproval.builder(new ApprovalId("a2")).build());
    });
    ThreadRuntime thread = world.open();

    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);

    ToolApproval gate = thread.message(1).toolCall(0).approval();
    assertThat(gate).isNotNull();
    assertThat(gate.isOpen()).isTrue();
    assertThat(gate.id().value()).isNotIn("a1", "a2");
    assertThat(executions).hasValue(0);
  }

  @Test
  @DisplayName("REPLY-9: the gate of a call that the provider executes is taken over")
  void providersGate() {
    world.model.then((request, reply) -> {
      reply.toolCall(C1, "search", ToolCallOptions.PROVIDER_EXECUTED);
      reply.providerApproval(C1, ToolApproval.builder(new ApprovalId("a1")).build());
    });
    ThreadRuntime thread = world.open();

    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);

    assertThat(thread.pendingApprovals())
        .singleElement()
        .satisfies(pending -> assertThat(pending.id().value()).isEqualTo("a1"));
  }
}
