package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static dev.antiphon.runtime.ToolExecutionTest.calls;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.port.HistoryEntry;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.FaultyHistory;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.tool.ApprovalResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The durable start of a call, and how often it is executed: rules TOOL-8 and TOOL-11 to TOOL-13.
 */
class ToolStartTest {

  private static final ToolCallId C1 = new ToolCallId("c1");

  private final TestTools tools = new TestTools();
  private final World world = new World();

  @Test
  @DisplayName("TOOL-11: startedAt is stored before the handler is called; one write for all")
  void storedFirst() {
    List<Integer> startsStored = new ArrayList<>();
    world.tools(TestTools.tool("add", (arguments, call) -> {
      startsStored.add(startsStored(world.history));
      return 3;
    }));
    world.model.then((request, reply) -> {
      call(reply, "c1", "add", "{}");
      call(reply, "c2", "add", "{}");
    });

    world.send(world.open(), "Hi");

    assertThat(startsStored).containsExactly(2, 2);
  }

  /** Returns how many calls the last write shows as started. */
  private static int startsStored(FaultyHistory history) {
    HistoryEntry last =
        history.batches().get(history.batches().size() - 1).entries().get(0);
    return (int) ((HistoryEntry.Update) last)
        .item().message().toolCalls().stream()
            .filter(each -> each.timing() != null)
            .count();
  }

  @Test
  @DisplayName("TOOL-11: an adapter cannot set the start of a call that the runtime executes")
  void adapterSetsNoStart() {
    ToolTiming old = new ToolTiming(Instant.EPOCH, Instant.EPOCH);
    world.tools(tools.recording("add"));
    world.model.then((request, reply) -> {
      reply.part(ToolCallPart.builder(C1, "add").timing(old).build());
      call(reply, "c2", "add", "{}");
      reply.providerTiming(new ToolCallId("c2"), old);
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(tools.executions).hasSize(2);
    assertThat(calls(thread))
        .allMatch(each -> requireNonNull(each.timing()).startedAt().isAfter(Instant.EPOCH));
  }

  @Test
  @DisplayName("TOOL-12: if the start cannot be stored, only idempotent tools are executed")
  void startNotStored() {
    world.options(options -> options.historyAttempts(1));
    world.tools(
        tools.recording("once"),
        tools.recording("again").toBuilder().idempotent(true).build());
    world
        .model
        .then((request, reply) -> {
          call(reply, "c1", "once", "{}");
          call(reply, "c2", "again", "{}");
          world.history.failWrites(100);
        })
        .then((request, reply) -> world.history.heal());
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");

    assertThat(tools.executions).hasSize(1);
    assertThat(calls(thread).get(0).isError()).isTrue();
    assertThat(String.valueOf(calls(thread).get(0).result())).contains("'once'", "not executed");
    assertThat(calls(thread).get(1).result()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "TOOL-13: a resolved call is never executed again, over reload, restart and new steps")
  void atMostOnce() {
    world.tools(tools.recording("add"));
    world.model.calls("c1", "add", "{}").says("Three.");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");

    ThreadRuntime reopened = world.open();
    world.model.says("Once more.");
    world.send(reopened, "Again");

    assertThat(tools.executions).hasSize(1);
    assertThat(calls(reopened).get(0).result()).isEqualTo(1);
  }

  @Test
  @DisplayName("TOOL-8: waiting for a slot or for approval does not count")
  void waitingDoesNotCount() {
    Duration most = Duration.ofSeconds(50);
    world.options(options -> options.maxParallelTools(1).toolTimeout(Duration.ofSeconds(60)));
    world.tools(TestTools.tool("slow", (arguments, call) -> {
          world.scheduler.advance(most);
          return "done";
        })
        .needsApproval());
    world.model.then((request, reply) -> {
      call(reply, "c1", "slow", "{}");
      call(reply, "c2", "slow", "{}");
    });
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    world.scheduler.advance(Duration.ofHours(1));

    thread
        .pendingApprovals()
        .forEach(gate -> thread.respondToToolApproval(gate.id(), ApprovalResponse.approve()));
    world.scheduler.runAll();

    assertThat(calls(thread)).extracting(ToolCallPart::result).containsExactly("done", "done");
  }

  @Test
  @DisplayName(
      "TOOL-8: on timeout the call has its error result at once, and a late result is dropped")
  void timeout() {
    ThreadRuntime[] thread = new ThreadRuntime[1];
    world.options(options -> options.toolTimeout(Duration.ofSeconds(60)));
    world.tools(TestTools.tool("slow", (arguments, call) -> {
      world.scheduler.advance(Duration.ofSeconds(61));
      assertThat(call.cancellation().isCancelled()).isTrue();
      assertThat(calls(thread[0]).get(0).isError()).isTrue();
      return "late";
    }));
    world.model.calls("c1", "slow", "{}").says("Done.");
    thread[0] = world.open();

    assertThat(world.send(thread[0], "Hi").outcome()).isEqualTo(RunOutcome.COMPLETE);

    assertThat(String.valueOf(calls(thread[0]).get(0).result())).contains("'slow'", "timeout");
  }
}
