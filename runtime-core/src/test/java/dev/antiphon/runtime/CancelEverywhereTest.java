package dev.antiphon.runtime;

import static dev.antiphon.runtime.ToolExecutionTest.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Wherever a run is cancelled, it ends cancelled at once, closes what was registered, and the next
 * send works.
 */
class CancelEverywhereTest {

  private static final ToolCallId C1 = new ToolCallId("c1");

  private final World world = new World();
  private final List<String> closed = new ArrayList<>();

  /** Cancels, and checks what is true as soon as the call returns. */
  static void cancelAndCheck(ThreadRuntime thread, Run run) {
    run.cancel();
    run.cancel();
    assertThat(thread.state().isRunning()).isFalse();
    Message last = thread.state().messages().get(thread.state().messages().size() - 1);
    if (last.status() != null) {
      assertThat(last.status()).isEqualTo(Status.CANCELLED);
    }
  }

  private void nextSendWorks(ThreadRuntime thread) {
    world.model.says("Here again.");
    RunResult result = world.send(thread, "Are you there?");
    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(result.text()).isEqualTo("Here again.");
    assertThat(world.open().state().messages())
        .extracting(Message::status)
        .doesNotContain(Status.RUNNING);
  }

  @Test
  @DisplayName("RUN-15, RUN-16: before the first write")
  void beforeTheFirstWrite() {
    ThreadRuntime thread = world.open();
    Run[] run = new Run[1];
    world.model.then((request, reply) -> {
      request.cancellation().onCancel(() -> closed.add("upstream"));
      cancelAndCheck(thread, run[0]);
      world.scheduler.runSome(20);
      assertThat(closed).containsExactly("upstream");
      reply.text("too late");
    });
    run[0] = thread.send("Hi");

    assertThat(world.finish(run[0]).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant:  (incomplete/cancelled)");
    nextSendWorks(thread);
  }

  @Test
  @DisplayName("RUN-15, RUN-16: in mid-stream: what was written stays, what comes later is dropped")
  void inMidStream() {
    ThreadRuntime thread = world.open();
    Run[] run = new Run[1];
    world.model.then((request, reply) -> {
      request.cancellation().onCancel(() -> closed.add("upstream"));
      reply.text("Once upon");
      cancelAndCheck(thread, run[0]);
      assertThat(reply.isClosed()).isTrue();
      assertThat(request.cancellation().isCancelled()).isTrue();
      reply.text(" a time");
      reply.toolCall(C1, "delete");
    });
    run[0] = thread.send("Hi");

    assertThat(world.finish(run[0]).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(closed).containsExactly("upstream");
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: Once upon (incomplete/cancelled)");
    nextSendWorks(thread);
  }

  @Test
  @DisplayName("RUN-15, RUN-16: in a tool: told to stop, its late result is dropped")
  void inTool() {
    Run[] run = new Run[1];
    ThreadRuntime[] thread = new ThreadRuntime[1];
    world.tools(TestTools.tool("slow", (arguments, call) -> {
      call.cancellation().onCancel(() -> closed.add("tool"));
      cancelAndCheck(thread[0], run[0]);
      world.scheduler.runSome(20);
      call.progress("late");
      return "late";
    }));
    world.model.then((request, reply) -> {
      request.cancellation().onCancel(() -> closed.add("upstream"));
      call(reply, "c1", "slow", "{}");
    });
    thread[0] = world.open();
    run[0] = thread[0].send("Hi");

    assertThat(world.finish(run[0]).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(closed).containsExactlyInAnyOrder("upstream", "tool");
    ToolCallPart call = thread[0].state().messages().get(1).toolCalls().get(0);
    assertThat(call.hasResult()).isFalse();
    assertThat(call.hasProgress()).isFalse();
    assertThat(world.model.requests()).hasSize(1);
    nextSendWorks(thread[0]);
  }

  @Test
  @DisplayName("RUN-18, RUN-19: in a pause: message and gates cancelled, in memory and in storage")
  void inPause() {
    world.tools(
        new TestTools().recording("delete").needsApproval(),
        TestTools.tool("order", (arguments, call) -> ToolResult.needsInput("How many?")));
    world.model.then((request, reply) -> {
      call(reply, "c1", "delete", "{}");
      call(reply, "c2", "order", "{}");
    });
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);

    thread.cancelRun();

    Message now = thread.state().messages().get(1);
    assertThat(now.status()).isEqualTo(Status.CANCELLED);
    assertThat(now.toolCalls()).allMatch(call -> call.interrupt() == null && !call.hasOpenGate());
    world.scheduler.runAll();
    assertThat(events.of(ThreadEvent.HumanInputResolved.class)).hasSize(1);
    assertThat(world.open().state().messages().get(1)).isEqualTo(now);
    assertThat(thread.resumeToolCall(new ToolCallId("c2"), 3)).isCompletedWithValue(false);
    nextSendWorks(thread);
  }

  @Test
  @DisplayName("RUN-24, RUN-15: while a pause is being stored: it is never announced")
  void whilePausing() {
    world.tools(TestTools.human("ask")).model.calls("c1", "ask", "{}");
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    Run run = thread.send("Hi");
    while (run.state() != dev.antiphon.run.RunState.PAUSING) {
      assertThat(world.scheduler.runOne()).isTrue();
    }

    cancelAndCheck(thread, run);

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(events.of(ThreadEvent.MessageChanged.class))
        .extracting(event -> event.message().status())
        .doesNotContain(Status.TOOL_CALLS);
    nextSendWorks(thread);
  }

  @Test
  @DisplayName(
      "SEND-7, RUN-15: in the queue of stores: the model is never called, the message stays")
  void inTheQueueOfStores() {
    ThreadRuntime thread = world.open();
    thread.append(dev.antiphon.message.MessageInput.text("First"));
    Run run = thread.send("Second");

    cancelAndCheck(thread, run);

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(world.model.requests()).isEmpty();
    assertThat(World.shown(thread)).containsExactly("user: First", "user: Second");
    nextSendWorks(thread);
  }

  @Test
  @DisplayName("SEND-7, RUN-15: while its first write is under way")
  void whileStoring() {
    ThreadRuntime thread = world.open();
    Run[] run = new Run[1];
    AtomicBoolean isCancelled = new AtomicBoolean();
    world.history.beforeWrite(() -> {
      if (isCancelled.compareAndSet(false, true)) {
        cancelAndCheck(thread, run[0]);
      }
    });
    run[0] = thread.send("Hi");

    assertThat(world.finish(run[0]).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(isCancelled).isTrue();
    assertThat(world.model.requests()).isEmpty();
    nextSendWorks(thread);
  }

  // ---- on real threads
}
