package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageInput;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunState;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.World;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.ThreadBusyException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SendBusyTest {

  private final World world = new World();

  private static SendOptions whenBusy(WhenBusy whenBusy) {
    return SendOptions.builder().whenBusy(whenBusy).build();
  }

  private static Run send(ThreadRuntime thread, String text, WhenBusy whenBusy) {
    return thread.send(MessageInput.text(text), whenBusy(whenBusy));
  }

  private ThreadRuntime pausedThread() {
    world.tools(Tool.builder("ask", "Asks").build());
    world.model.calls("c1", "ask", "{}");
    ThreadRuntime thread = world.open();
    assertThat(world.send(thread, "Hi").outcome()).isEqualTo(RunOutcome.PAUSED);
    return thread;
  }

  @Test
  @DisplayName(
      "SEND-8: ENQUEUE and STEER give a QUEUED run, which goes below the head of its moment")
  void enqueueAndSteer() {
    ThreadRuntime thread = world.open();
    List<Run> queued = new ArrayList<>();
    world
        .model
        .then((request, reply) -> {
          queued.add(thread.send("Queued"));
          queued.add(send(thread, "Steered", WhenBusy.STEER));
          assertThat(queued).extracting(Run::state).containsOnly(RunState.QUEUED);
          assertThat(thread.state().queue())
              .extracting(QueueItem::text)
              .containsExactly("Steered", "Queued");
          reply.text("One");
        })
        .says("Two")
        .says("Three");

    world.send(thread, "First");

    assertThat(World.shown(thread))
        .containsExactly(
            "user: First",
            "assistant: One (complete/unknown)",
            "user: Steered",
            "assistant: Two (complete/unknown)",
            "user: Queued",
            "assistant: Three (complete/unknown)");
    assertThat(world.finish(queued.get(0)).outcome()).isEqualTo(RunOutcome.COMPLETE);
  }

  @Test
  @DisplayName("SEND-8: REJECT is refused while a run is active, and while a call is pending")
  void reject() {
    ThreadRuntime thread = pausedThread();
    assertThatThrownBy(() -> send(thread, "No", WhenBusy.REJECT))
        .isInstanceOf(ThreadBusyException.class);
    world.model.then((request, reply) -> {
      assertThatThrownBy(() -> send(thread, "No", WhenBusy.REJECT))
          .isInstanceOf(ThreadBusyException.class);
      reply.text("Done");
    });

    Run run = Stages.now(thread.addToolResult(thread.message(1).id(), 0, ToolResult.of(1)))
        .orElseThrow();
    world.finish(run);

    assertThat(thread.state().messages()).hasSize(2);
    world.model.says("Yes");
    assertThat(world.finish(send(thread, "Now", WhenBusy.REJECT)).text()).isEqualTo("Yes");
  }

  @Test
  @DisplayName("SEND-8: REJECT on a thread that turns out to be paused when loaded is not sent")
  void rejectAfterTheLoad() {
    pausedThread();
    ThreadRuntime thread = world.start().threads("ada").open("t");

    Run run = send(thread, "No", WhenBusy.REJECT);

    assertThatThrownBy(() -> world.finish(run)).hasCauseInstanceOf(ThreadBusyException.class);
    assertThat(thread.state().messages()).hasSize(2);
  }

  @Test
  @DisplayName("SEND-8, SEND-10: INTERRUPT ends the active run first, and goes ahead of the queue")
  void interruptAheadOfTheQueue() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    List<Run> runs = new ArrayList<>();
    world
        .model
        .then((request, reply) -> {
          reply.text("One");
          runs.add(thread.send("Queued"));
          runs.add(send(thread, "Interrupting", WhenBusy.INTERRUPT));
          assertThat(reply.isClosed()).isTrue();
          assertThat(runs.get(1).state()).isEqualTo(RunState.PREPARING);
        })
        .says("Two")
        .says("Three");

    Run first = thread.send("First");
    assertThat(world.finish(first).outcome()).isEqualTo(RunOutcome.CANCELLED);

    assertThat(World.shown(thread))
        .containsExactly(
            "user: First",
            "assistant: One (incomplete/cancelled)",
            "user: Interrupting",
            "assistant: Two (complete/unknown)",
            "user: Queued",
            "assistant: Three (complete/unknown)");
    assertThat(events.all().stream()
            .filter(event ->
                event instanceof ThreadEvent.RunStarted || event instanceof ThreadEvent.RunEnded)
            .map(event -> event.getClass().getSimpleName()))
        .containsExactly(
            "RunStarted", "RunEnded", "RunStarted", "RunEnded", "RunStarted", "RunEnded");
    assertThat(runs).allSatisfy(run -> assertThat(run.state()).isEqualTo(RunState.ENDED));
  }

  @Test
  @DisplayName("SEND-8: INTERRUPT cancels a paused message at the head")
  void interruptPausedMessage() {
    ThreadRuntime thread = pausedThread();
    world.model.says("Two");

    world.finish(send(thread, "Never mind", WhenBusy.INTERRUPT));

    assertThat(World.shown(thread))
        .containsExactly(
            "user: Hi",
            "assistant:  (incomplete/cancelled)",
            "user: Never mind",
            "assistant: Two (complete/unknown)");
  }

  @Test
  @DisplayName("SEND-8: INTERRUPT on a thread that turns out to be paused cancels the message")
  void interruptAfterTheLoad() {
    pausedThread();
    world.model.says("Two");
    ThreadRuntime thread = world.start().threads("ada").open("t");

    world.finish(send(thread, "Never mind", WhenBusy.INTERRUPT));

    assertThat(World.shown(thread))
        .contains("assistant:  (incomplete/cancelled)", "assistant: Two (complete/unknown)");
  }

  @Test
  @DisplayName("SEND-8: by default, a send at a paused head waits until it is resolved")
  void waitsForThePause() {
    ThreadRuntime thread = pausedThread();
    world.model.says("Resolved").says("Answered");

    Run run = thread.send("Next");
    world.scheduler.runAll();
    assertThat(run.state()).isEqualTo(RunState.QUEUED);
    thread.addToolResult(thread.message(1).id(), 0, ToolResult.of(1));

    assertThat(world.finish(run).text()).isEqualTo("Answered");
  }
}
