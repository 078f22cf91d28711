package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.ToolCallOptions;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolRegistry;
import dev.antiphon.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When handlers run, and with what: rules TOOL-1 to TOOL-7. */
class ToolExecutionTest {

  private static final ToolCallId C1 = new ToolCallId("c1");

  private final TestTools tools = new TestTools();
  private final World world = new World();

  static void call(ReplyWriter reply, String id, String tool, String arguments) {
    reply.toolCall(new ToolCallId(id), tool);
    reply.argumentsText(new ToolCallId(id), arguments);
    reply.completeToolCall(new ToolCallId(id));
  }

  static List<ToolCallPart> calls(ThreadRuntime thread) {
    return thread.state().messages().get(1).toolCalls();
  }

  @Test
  @DisplayName(
      "TOOL-1: the runtime executes automatic tools, waits for human ones, leaves the rest")
  void kinds() {
    world.tools(tools.recording("add"), TestTools.human("ask"), tools.recording("search"));
    world.model.then((request, reply) -> {
      call(reply, "c1", "add", "{}");
      call(reply, "c2", "ask", "{}");
      reply.toolCall(new ToolCallId("c3"), "search", ToolCallOptions.PROVIDER_EXECUTED);
      reply.toolResult(new ToolCallId("c3"), ToolResult.of("found"));
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(tools.executions).hasSize(1);
    assertThat(calls(thread))
        .extracting(ToolCallPart::hasResult)
        .containsExactly(true, false, true);
  }

  @Test
  @DisplayName("TOOL-2: a tool carries all that the contract names; human ones are standalone")
  void fields() {
    Tool tool = TestTools.tool("add", (arguments, call) -> 3).toBuilder()
        .parameters(Map.of("type", "object"))
        .timeout(java.time.Duration.ofSeconds(3))
        .idempotent(true)
        .disabled(true)
        .providerOptions(Map.of("strict", true))
        .build();

    assertThat(tool.name()).isEqualTo("add");
    assertThat(tool.description()).isEqualTo("Does add");
    assertThat(tool.parameters()).isEqualTo(Map.of("type", "object"));
    assertThat(tool.timeout()).isEqualTo(java.time.Duration.ofSeconds(3));
    assertThat(tool.isIdempotent()).isTrue();
    assertThat(tool.isDisabled()).isTrue();
    assertThat(tool.providerOptions()).isEqualTo(Map.of("strict", true));
    assertThat(tool.display()).isEqualTo(Tool.Display.INLINE);
    assertThat(TestTools.human("ask").display()).isEqualTo(Tool.Display.STANDALONE);
  }

  @Test
  @DisplayName("TOOL-3: the model is offered enabled tools, by name; options come untouched")
  void offered() {
    Tool beta =
        tools.recording("beta").toBuilder().providerOptions(Map.of("x", 1)).build();
    world.tools(beta, tools.recording("alpha"));
    world.tools(tools.recording("off").toBuilder().disabled(true).build());
    world.send(world.open(), "Hi");

    ToolRegistry offered = world.model.lastRequest().context().tools();

    assertThat(offered.offered()).extracting(Tool::name).containsExactly("alpha", "beta");
    assertThat(offered.find("beta").orElseThrow().providerOptions()).isEqualTo(Map.of("x", 1));
  }

  @Test
  @DisplayName("TOOL-3: a tool is looked up when its call is handled, so it may come during a run")
  void lookedUpLate() {
    LocalRuntime runtime = world.start();
    ThreadRuntime thread = runtime.threads("ada").open("t");
    world
        .model
        .then((request, reply) -> {
          call(reply, "c1", "add", "{}");
          runtime.context().addTool(tools.recording("add"));
        })
        .says("Three.");

    world.send(thread, "Hi");

    assertThat(tools.executions).hasSize(1);
  }

  @Test
  @DisplayName("TOOL-4: a reply that fails after its calls executes nothing")
  void failedReply() {
    world.tools(tools.recording("add"));
    world.model.then((request, reply) -> {
      call(reply, "c1", "add", "{}");
      world.scheduler.runSome(50);
      assertThat(tools.executions).isEmpty();
      throw new IllegalStateException("cut");
    });
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");

    assertThatThrownBy(() -> world.finish(run)).isInstanceOf(RunFailedException.class);
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName("TOOL-4: neither does one that is cancelled")
  void cancelledReply() {
    world.tools(tools.recording("add"));
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      call(reply, "c1", "add", "{}");
      thread.cancelRun();
    });

    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(tools.executions).isEmpty();
  }

  @Test
  @DisplayName("TOOL-5: blank arguments mean {}, and the handler gets the checked value")
  void checkedArguments() {
    Tool add = tools.recording("add").toBuilder()
        .check((name, arguments) -> Map.of("n", arguments.getOrDefault("n", 7)))
        .build();
    world.tools(add);
    world.model.then((request, reply) -> {
      call(reply, "c1", "add", " \n");
      call(reply, "c2", "add", "{\"n\":1,\"m\":2}");
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(tools.executions).containsExactly(Map.of("n", 7), Map.of("n", 1));
    assertThat(calls(thread).get(0).args()).isEmpty();
  }

  @Test
  @DisplayName("TOOL-5: a part that comes whole with argument text alone has its arguments, too")
  void argumentsOfPart() {
    world.tools(tools.recording("add"));
    world.model.then((request, reply) -> reply.part(ToolCallPart.builder(C1, "add")
        .argsText(dev.antiphon.message.TextView.of("{\"n\":1}"))
        .build()));

    world.send(world.open(), "Hi");

    assertThat(tools.executions).containsExactly(Map.of("n", 1));
  }

  @Test
  @DisplayName(
      "TOOL-6: whatever goes wrong in a tool is an error result that names it, no exception")
  void errorResults() {
    world.options(options -> options.maxToolResultBytes(20));
    world.tools(
        TestTools.tool("throws", (arguments, call) -> {
          throw new IllegalStateException("no disk");
        }),
        TestTools.tool("dies", (arguments, call) -> {
          throw new StackOverflowError();
        }),
        TestTools.tool("talks", (arguments, call) -> "a".repeat(21)),
        TestTools.tool("strange", (arguments, call) -> Thread.currentThread()));
    world
        .model
        .then((request, reply) -> {
          call(reply, "c1", "throws", "{}");
          call(reply, "c2", "dies", "{}");
          call(reply, "c3", "talks", "{}");
          call(reply, "c4", "strange", "{}");
        })
        .says("Sorry.");
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(calls(thread)).allMatch(ToolCallPart::isError);
    assertThat(calls(thread))
        .extracting(each -> String.valueOf(each.result()))
        .satisfiesExactly(
            thrown -> assertThat(thrown).contains("'throws'", "no disk", "Try other arguments"),
            died -> assertThat(died).contains("'dies'", "StackOverflowError"),
            large -> assertThat(large).contains("'talks'", "20 bytes", "Ask for less"),
            strange -> assertThat(strange).contains("'strange'", "not JSON"));
  }

  @Test
  @DisplayName("TOOL-7: calls start in order, and with one slot run one after another")
  void oneAfterAnother() {
    List<String> seen = new ArrayList<>();
    world.options(options -> options.maxParallelTools(1));
    world.tools(TestTools.tool("add", (arguments, call) -> {
      seen.add("start " + call.id());
      world.scheduler.runSome(20);
      seen.add("end " + call.id());
      return call.id().value();
    }));
    world
        .model
        .then((request, reply) -> {
          call(reply, "c1", "add", "{}");
          call(reply, "c2", "add", "{}");
          call(reply, "c3", "add", "{}");
        })
        .says("Done.");
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(seen)
        .containsExactly("start c1", "end c1", "start c2", "end c2", "start c3", "end c3");
    assertThat(calls(thread)).extracting(ToolCallPart::result).containsExactly("c1", "c2", "c3");
  }

  @Test
  @DisplayName("TOOL-7: a result is placed on its own call, whatever the order of arrival")
  void orderOfArrival() {
    List<String> ended = new ArrayList<>();
    world.options(options -> options.maxParallelTools(2));
    world.tools(TestTools.tool("add", (arguments, call) -> {
      world.scheduler.runSome(20);
      ended.add(call.id().value());
      return call.id().value();
    }));
    world.model.then((request, reply) -> {
      call(reply, "c1", "add", "{}");
      call(reply, "c2", "add", "{}");
      call(reply, "c3", "add", "{}");
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(ended).startsWith("c2");
    assertThat(calls(thread)).extracting(ToolCallPart::result).containsExactly("c1", "c2", "c3");
  }

  @Test
  @DisplayName("TOOL-26: without a JsonCodec each call gets an error result that says so")
  void withoutCodec() {
    LocalRuntime runtime = LocalRuntime.builder(world.model)
        .tools(tools.recording("add"))
        .executor(world.scheduler)
        .timer(world.scheduler)
        .clock(world.scheduler)
        .build();
    ThreadRuntime thread = runtime.threads("ada").open("t");
    world.model.calls("c1", "add", "{\"n\":1}").says("Sorry.");

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).isEmpty();
    assertThat(String.valueOf(calls(thread).get(0).result())).contains("'add'", "JsonCodec");
  }
}
