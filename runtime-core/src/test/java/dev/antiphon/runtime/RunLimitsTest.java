package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Status;
import dev.antiphon.run.RunFailedException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.World;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunLimitsTest {

  private final World world = new World();

  private static Tool count() {
    return Tool.builder("count", "Counts").handler((arguments, call) -> 1).build();
  }

  private static Tool gated() {
    return Tool.builder("delete", "Deletes")
        .handler((arguments, call) -> 1)
        .build()
        .needsApproval();
  }

  @Test
  @DisplayName("RUN-26: maxSteps ends a loop that reports nothing")
  void maxSteps() {
    world.tools(count()).options(options -> options.maxSteps(3));
    for (int i = 0; i < 10; i++) {
      world.model.calls("c" + i, "count", "{}");
    }
    ThreadRuntime thread = world.open();

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.INCOMPLETE);
    assertThat(result.status()).isEqualTo(Status.incomplete(Status.Reason.TOOL_CALLS));
    assertThat(result.steps()).hasSize(3);
  }

  @Test
  @DisplayName("RUN-26: a decision or a result always gives the model at least one more step")
  void oneMoreStep() {
    world
        .tools(gated(), Tool.builder("ask", "Asks").build())
        .options(options -> options.maxSteps(1));
    world.model.calls("c1", "delete", "{}").calls("c2", "ask", "{}").says("Done");
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);

    Run second = Stages.now(thread.respondToToolApproval(
            thread.pendingApprovals().get(0).id(), ApprovalResponse.approve()))
        .orElseThrow();
    assertThat(world.finish(second).outcome()).isEqualTo(RunOutcome.PAUSED);
    Run third = Stages.now(thread.addToolResult(thread.message(1).id(), 1, ToolResult.of(1)))
        .orElseThrow();

    assertThat(world.finish(third).text()).isEqualTo("Done");
  }

  @Test
  @DisplayName("RUN-26: a gate that expires is no human input")
  void expiryIsNoInput() {
    world
        .tools(gated())
        .options(options -> options.maxSteps(1).approvalTimeout(Duration.ofMinutes(1)));
    world.model.calls("c1", "delete", "{}").says("Never asked");
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);

    world.scheduler.advance(Duration.ofMinutes(2));

    assertThat(thread.message(1).status()).isEqualTo(Status.incomplete(Status.Reason.TOOL_CALLS));
    assertThat(thread.message(1).toolCall(0).isError()).isTrue();
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @DisplayName("RUN-27: any Throwable of the adapter fails the run and nothing else")
  void throwables() {
    ThreadRuntime thread = world.open();
    for (Throwable thrown :
        List.of(new StackOverflowError(), new AssertionError("No"), new OutOfMemoryError("Full"))) {
      world.model.then((request, reply) -> {
        reply.text("Half");
        throw (Error) thrown;
      });
      Run run = thread.send("Hi");
      assertThatThrownBy(() -> world.finish(run))
          .isInstanceOf(RunFailedException.class)
          .hasCause(thrown);
    }
    world.model.says("Well");
    assertThat(world.send(thread, "Ho").text()).isEqualTo("Well");
  }

  @Test
  @DisplayName("RUN-27: what a listener throws changes no run")
  void listenersThrow() {
    ThreadRuntime thread = world.open();
    AtomicInteger calls = new AtomicInteger();
    thread.subscribe(event -> {
      calls.incrementAndGet();
      throw new IllegalStateException("Listener");
    });
    thread.onState(state -> {
      throw new AssertionError("State listener");
    });
    world.model.says("Hel", "lo");

    RunResult result = world.send(thread, "Hi");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(result.text()).isEqualTo("Hello");
    assertThat(calls.get()).isGreaterThan(10);
  }

  @Test
  @DisplayName(
      "RUN-27: a time limit fails the run with code timeout, also one that runs out while it prepares")
  void runTimeout() {
    for (boolean whilePreparing : List.of(true, false)) {
      World fresh = new World();
      fresh.options(options -> options.runTimeout(Duration.ofSeconds(10)));
      ThreadRuntime thread = fresh.open();
      fresh.model.then((request, reply) -> {
        reply.text("Half");
        fresh.scheduler.advance(Duration.ofSeconds(11));
        assertThat(reply.isClosed()).isTrue();
      });
      if (whilePreparing) {
        fresh.history.beforeWrite(() -> {
          fresh.history.beforeWrite(null);
          fresh.scheduler.advance(Duration.ofSeconds(11));
        });
      }

      Run run = thread.send("Hi");

      assertThatThrownBy(() -> fresh.finish(run))
          .isInstanceOfSatisfying(
              RunFailedException.class,
              failure -> assertThat(failure.info().code()).isEqualTo("timeout"));
      assertThat(fresh.model.requests()).hasSize(whilePreparing ? 0 : 1);
    }
  }
}
