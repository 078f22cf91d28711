package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.ToolCallOptions;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ToolResult;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes after a step: rules CONT-1 to CONT-7. */
class StepDecisionTest {

  private final TestTools tools = new TestTools();
  private final World world = new World().tools(tools.recording("add"));

  /** Has the model call the tool and end the reply with a status. */
  private void callsAndEnds(Status status) {
    world.model.then((request, reply) -> {
      reply.text("So far.");
      reply.toolCall(new ToolCallId("c1"), "add");
      reply.argumentsText(new ToolCallId("c1"), "{}");
      reply.status(status);
    });
  }

  @Test
  @DisplayName("CONT-1: an error that the adapter writes fails the run and executes nothing")
  void error() {
    callsAndEnds(Status.failed(ErrorInfo.of("rate-limit", "Too fast.")));
    ThreadRuntime thread = world.open();

    Run run = thread.send("Hi");

    assertThatThrownBy(() -> world.finish(run))
        .isInstanceOfSatisfying(RunFailedException.class, failed -> {
          assertThat(failed.result().outcome()).isEqualTo(RunOutcome.FAILED);
          assertThat(failed.info().code()).isEqualTo("rate-limit");
        });
    assertThat(tools.executions).isEmpty();
    assertThat(world.model.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Reason.class,
      names = {"LENGTH", "CONTENT_FILTER", "OTHER", "CANCELLED", "TOOL_CALLS"})
  @DisplayName("CONT-2: another incomplete status ends the run INCOMPLETE and executes nothing")
  void incomplete(Status.Reason reason) {
    callsAndEnds(Status.incomplete(reason));
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(result.status()).isEqualTo(Status.incomplete(reason));
    assertThat(tools.executions).isEmpty();
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @DisplayName("CONT-3: requires-action/interrupt pauses with interrupt and executes nothing")
  void interrupt() {
    callsAndEnds(Status.INTERRUPT);
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.PAUSED);
    assertThat(result.status()).isEqualTo(Status.INTERRUPT);
    assertThat(tools.executions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "complete", "tool-calls"})
  @DisplayName("CONT-4: with an unresolved call, any other status leads to its execution, in order")
  void executes(String written) {
    world
        .model
        .then((request, reply) -> {
          for (String id : List.of("c1", "c2")) {
            reply.toolCall(new ToolCallId(id), "add");
            reply.argumentsText(new ToolCallId(id), "{\"id\":\"" + id + "\"}");
          }
          if (written.equals("complete")) {
            reply.status(Status.STOP);
          } else if (written.equals("tool-calls")) {
            reply.status(Status.TOOL_CALLS);
          }
        })
        .says("Done.");
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(tools.executions).extracting(each -> each.get("id")).containsExactly("c1", "c2");
    assertThat(events.of(ThreadEvent.ToolStarted.class))
        .extracting(event -> String.valueOf(event.toolCallId()))
        .containsExactly("c1", "c2");
  }

  @Test
  @DisplayName("CONT-5: tool-calls with all calls of the step resolved asks the model again")
  void nextStep() {
    world
        .model
        .then((request, reply) -> {
          reply.toolCall(new ToolCallId("p1"), "search", ToolCallOptions.PROVIDER_EXECUTED);
          reply.toolResult(new ToolCallId("p1"), ToolResult.of("found"));
          reply.status(Status.TOOL_CALLS);
        })
        .says("It is there.");
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(world.model.requests()).hasSize(2);
    assertThat(result.text()).isEqualTo("It is there.");
  }

  @Test
  @DisplayName("CONT-5, CONT-19: without steps left it ends incomplete/tool-calls")
  void nextStepWithoutStepsLeft() {
    world.options(options -> options.maxSteps(1));
    world.model.then((request, reply) -> {
      reply.toolCall(new ToolCallId("p1"), "search", ToolCallOptions.PROVIDER_EXECUTED);
      reply.toolResult(new ToolCallId("p1"), ToolResult.of("found"));
      reply.status(Status.TOOL_CALLS);
    });

    RunResult result = world.send(world.open(), "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(result.status()).isEqualTo(Status.incomplete(Status.Reason.TOOL_CALLS));
  }

  @Test
  @DisplayName("CONT-6: tool-calls without a call in the step is complete/unknown, no loop")
  void noLoop() {
    world.model.calls("c1", "add", "{}").then((request, reply) -> reply.status(Status.TOOL_CALLS));

    RunResult result = world.send(world.open(), "Hi");

    assertThat(result.status()).isEqualTo(Status.COMPLETE_UNKNOWN);
    assertThat(world.model.requests()).hasSize(2);
  }

  @Test
  @DisplayName("CONT-7: a complete status is kept; without one it is complete/unknown")
  void complete() {
    world.model.then((request, reply) -> reply.status(Status.STOP)).says("No status.");
    ThreadRuntime thread = world.open();

    assertThat(world.send(thread, "Hi").status()).isEqualTo(Status.STOP);
    assertThat(world.send(thread, "Hi").status()).isEqualTo(Status.COMPLETE_UNKNOWN);
  }

  @Test
  @DisplayName("CONT-7: a provider-executed call without result keeps no run from ending")
  void providersCallWithoutResult() {
    world.model.then((request, reply) ->
        reply.toolCall(new ToolCallId("p1"), "search", ToolCallOptions.PROVIDER_EXECUTED));

    RunResult result = world.send(world.open(), "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    Message message = java.util.Objects.requireNonNull(result.message());
    assertThat(message.toolCalls().get(0).hasResult()).isFalse();
  }
}
