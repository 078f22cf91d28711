package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestMessages;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tree.DeleteMode;
import dev.antiphon.tree.ExportedThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunCancelScopeTest {

  private final World world = new World();

  private static Tool gated() {
    return Tool.builder("delete", "Deletes")
        .handler((arguments, call) -> 1)
        .build()
        .needsApproval();
  }

  @Test
  @DisplayName("RUN-17: an adapter that ignores cancellation delays nothing, and is named once")
  void leakOfAnAdapter() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    List<Run> next = new ArrayList<>();
    world
        .model
        .then((request, reply) -> {
          thread.cancelRun();
          next.add(thread.send("Next"));
          world.scheduler.runAll();
          assertThat(next.get(0).state()).isEqualTo(RunState.ENDED);
          world.scheduler.advance(Duration.ofSeconds(4));
          assertThat(events.of(ThreadEvent.LeakSuspected.class)).isEmpty();
          world.scheduler.advance(Duration.ofSeconds(60));
        })
        .says("Next");

    Run first = thread.send("Hi");
    world.finish(first);

    assertThat(events.of(ThreadEvent.LeakSuspected.class)).singleElement().satisfies(leak -> {
      assertThat(leak.runId()).isEqualTo(first.id());
      assertThat(leak.culprit()).contains(world.model.getClass().getName());
    });
  }

  @Test
  @DisplayName("RUN-17: a tool that ignores its timeout and a cancel is named, once")
  void leakOfATool() {
    List<ThreadRuntime> threads = new ArrayList<>();
    world
        .options(options -> options.toolTimeout(Duration.ofSeconds(1)))
        .tools(Tool.builder("deaf", "Ignores cancellation")
            .handler((arguments, call) -> {
              world.scheduler.advance(Duration.ofSeconds(2));
              assertThat(call.cancellation().isCancelled()).isTrue();
              world.scheduler.advance(Duration.ofSeconds(60));
              return 1;
            })
            .build());
    world
        .model
        .calls("c1", "deaf", "{}")
        .then((request, reply) -> threads.get(0).cancelRun());
    threads.add(world.open());
    EventLog events = EventLog.of(threads.get(0));

    assertThat(world.send(threads.get(0), "Hi").outcome()).isEqualTo(RunOutcome.CANCELLED);

    assertThat(events.of(ThreadEvent.LeakSuspected.class))
        .singleElement()
        .satisfies(leak -> assertThat(leak.culprit()).contains("tool deaf"));
  }

  @Test
  @DisplayName("RUN-17: what stops when it is cancelled is not named")
  void noLeak() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    world.model.then((request, reply) -> thread.cancelRun());

    world.send(thread, "Hi");
    world.scheduler.advance(Duration.ofSeconds(60));

    assertThat(events.of(ThreadEvent.LeakSuspected.class)).isEmpty();
  }

  @Test
  @DisplayName("RUN-18: cancelRun cancels the active run on whatever branch, else the paused head")
  void cancelRun() {
    world.tools(gated());
    ThreadRuntime thread = world.open();
    thread.cancelRun();
    assertThat(thread.state().messages()).isEmpty();
    world.model.then((request, reply) -> {
      thread.setHead(null);
      thread.cancelRun();
      assertThat(reply.isClosed()).isTrue();
    });
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.CANCELLED);

    world.model.calls("c1", "delete", "{}");
    world.send(thread, "Ho");
    thread.cancelRun();
    assertThat(thread.message(1).status()).isEqualTo(Status.CANCELLED);
    thread.cancelRun();
    assertThat(thread.message(1).status()).isEqualTo(Status.CANCELLED);
  }

  @Test
  @DisplayName("RUN-19: a paused message that is cancelled closes its gates, in memory and storage")
  void cancelPaused() {
    world.tools(gated());
    world.model.calls("c1", "delete", "{}");
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");
    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.PAUSED);

    run.cancel();
    assertThat(List.copyOf(thread.pendingApprovals())).isEmpty();
    world.scheduler.runAll();

    for (ThreadRuntime each : List.of(thread, world.open())) {
      Message message = each.message(1);
      assertThat(message.status()).isEqualTo(Status.CANCELLED);
      assertThat(message.toolCall(0).approval())
          .isNotNull()
          .extracting(ToolApproval::resolution)
          .isEqualTo(ToolApproval.Resolution.CANCELLED);
    }
  }

  @Test
  @DisplayName("RUN-19: cancelling a paused run whose message went on since does nothing")
  void cancelPausedThatWentOn() {
    world.tools(gated(), Tool.builder("ask", "Asks").build());
    ThreadRuntime thread = world.open();
    world.model.calls("c1", "ask", "{}");
    Run paused = thread.send("Hi");
    world.finish(paused);
    world
        .model
        .then((request, reply) -> {
          thread.send("Queued");
          paused.cancel();
          assertThat(reply.isClosed()).isFalse();
          reply.text("Done");
        })
        .says("Next");

    thread.addToolResult(thread.message(1).id(), 0, ToolResult.of(1));
    world.scheduler.runAll();

    assertThat(World.shown(thread))
        .contains("assistant: Done (complete/unknown)", "assistant: Next (complete/unknown)");
  }

  @Test
  @DisplayName(
      "RUN-22: deleting the run's message or one above it cancels the run; nothing comes late")
  void deleteAboveARun() {
    for (int index = 0; index < 4; index++) {
      World fresh = new World();
      fresh.model.says("One");
      ThreadRuntime thread = fresh.open();
      fresh.send(thread, "Hi");
      int above = index;
      List<CompletableFuture<Void>> deleted = new ArrayList<>();
      fresh.model.then((request, reply) -> {
        reply.text("Half");
        deleted.add(
            thread.delete(thread.message(above).id(), DeleteMode.SUBTREE).toCompletableFuture());
        assertThat(reply.isClosed()).isTrue();
        reply.text("late");
        fresh.scheduler.runAll();
        reply.text("late");
      });

      Run run = thread.send("Ho");

      assertThat(fresh.finish(run).outcome()).as("index %d", index).isEqualTo(RunOutcome.CANCELLED);
      assertThat(deleted.get(0)).isCompleted();
      assertThat(thread.state().messages()).hasSize(above);
      assertThat(World.shown(fresh.open())).isEqualTo(World.shown(thread));
    }
  }

  @Test
  @DisplayName("RUN-22: a delete elsewhere leaves the run alone")
  void deleteElsewhere() {
    world.model.says("One").says("Other");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    MessageId reply = thread.message(1).id();
    world.finish(thread.reload(reply));
    world.model.then((request, writer) -> {
      writer.text("Going");
      thread.delete(reply);
      world.scheduler.runAll();
      writer.text(" on");
    });

    RunResult result = world.send(thread, "Ho");

    assertThat(result.text()).isEqualTo("Going on");
    assertThat(thread.branches(thread.message(1).id())).hasSize(1);
  }

  @Test
  @DisplayName(
      "RUN-22: an import in the middle of a run cancels it, and its late events touch nothing")
  void importDuringARun() {
    ThreadRuntime thread = world.open();
    ExportedThread other = ExportedThread.chain(List.of(TestMessages.user("u1", "Imported")));
    world.model.then((request, reply) -> {
      reply.text("Half");
      thread.importThread(other);
      reply.text("late");
      world.scheduler.runAll();
      reply.text("late");
    });

    Run run = thread.send("Hi");

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(World.shown(thread)).containsExactly("user: Imported");
    assertThat(World.shown(world.open())).containsExactly("user: Imported");
  }

  @Test
  @DisplayName("RUN-22: an import while the first batch is being stored leaves nothing of the run")
  void importWhileStoring() {
    ThreadRuntime thread = world.open();
    ExportedThread other = ExportedThread.chain(List.of(TestMessages.user("u1", "Imported")));
    world.history.beforeWrite(() -> {
      world.history.beforeWrite(null);
      thread.importThread(other);
    });

    Run run = thread.send("Hi");
    world.scheduler.runAll();

    assertThat(run.state()).isEqualTo(RunState.ENDED);
    assertThat(World.shown(thread)).containsExactly("user: Imported");
    assertThat(World.shown(world.open())).containsExactly("user: Imported");
    assertThat(world.history.load(thread.key()).items()).hasSize(1);
    assertThat(world.model.requests()).isEmpty();
  }

  @Test
  @DisplayName("RUN-22, RUN-23: deleting the message of a waiting continuation ends it")
  void deleteUnderAContinuation() {
    world.tools(Tool.builder("ask", "Asks").build());
    world.model.calls("c1", "ask", "{}");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    MessageId paused = thread.message(1).id();
    List<Run> continued = new ArrayList<>();
    world.model.then((request, reply) -> {
      reply.text("One");
      continued.add(
          Stages.now(thread.addToolResult(paused, 0, ToolResult.of(1))).orElseThrow());
      thread.delete(paused);
      world.scheduler.runAll();
      reply.text(" more");
    });

    RunResult result = world.finish(
        thread.send(MessageInput.text("Ho"), SendOptions.builder().parent(null).build()));

    assertThat(result.text()).isEqualTo("One more");
    assertThat(world.finish(continued.get(0)).outcome()).isEqualTo(RunOutcome.CANCELLED);
  }
}
