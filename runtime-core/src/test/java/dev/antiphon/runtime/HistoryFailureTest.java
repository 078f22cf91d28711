package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.Batches;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestTools;
import dev.antiphon.testing.World;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistoryFailureTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final World world = new World();

  @Test
  @DisplayName("HIST-6: the terminal state is always written last")
  void terminalLast() {
    world.model.then((request, reply) -> {
      reply.text("a");
      world.scheduler.advance(Duration.ofSeconds(1));
      reply.text("b");
    });
    ThreadRuntime thread = world.open();

    world.send(thread, "Hi");
    world.scheduler.advance(LONG);

    List<List<String>> batches = Batches.of(world.history);
    assertThat(batches.get(batches.size() - 1)).containsExactly("update 'ab' complete/unknown");
  }

  @Test
  @DisplayName("HIST-6: a decision on a paused message is written before its run continues")
  void decisionFirst() {
    List<Boolean> wasStored = new ArrayList<>();
    world.tools(TestTools.tool("mail", (arguments, call) -> {
          wasStored.add(lastStoredCallIsApproved());
          return "sent";
        })
        .needsApproval());
    world.model.calls("c1", "mail", "{}").says("Done.");
    ThreadRuntime thread = world.open();
    world.send(thread, "mail it");

    Run run = Stages.now(thread.respondToToolApproval(
            thread.pendingApprovals().get(0).id(), ApprovalResponse.approve()))
        .orElseThrow();
    world.finish(run);

    assertThat(wasStored).containsExactly(true);
  }

  private boolean lastStoredCallIsApproved() {
    return Objects.requireNonNull(world.open().message(1).toolCalls().get(0).approval())
        .isApproved();
  }

  @Test
  @DisplayName("HIST-6: a result on a paused message is written before its run continues")
  void resultFirst() {
    world.tools(TestTools.human("ask"));
    List<Object> stored = new ArrayList<>();
    world.model.calls("c1", "ask", "{}").then((request, reply) -> {
      stored.add(
          Objects.requireNonNull(world.open().message(1).toolCalls().get(0).result()));
      reply.text("Thanks.");
    });
    ThreadRuntime thread = world.open();
    MessageId id = Objects.requireNonNull(world.send(thread, "ask").message()).id();

    Run run = Stages.now(thread.addToolResult(id, new ToolCallId("c1"), ToolResult.of("blue")))
        .orElseThrow();
    world.finish(run);

    assertThat(stored).containsExactly("blue");
  }

  @Test
  @DisplayName("HIST-7: a failed write of a reply is tried again with growing pauses")
  void triedAgain() {
    List<Long> times = new ArrayList<>();
    world.model.then((request, reply) -> {
      reply.text("Hello");
      world.history.beforeWrite(() -> times.add(world.scheduler.millis()));
      world.history.failWrites(3);
    });
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");
    world.scheduler.advance(LONG);

    RunResult result = world.finish(run);

    assertThat(result.isSaved()).isTrue();
    assertThat(result.historyErrors()).hasSize(3);
    assertThat(times).hasSize(4);
    assertThat(times.get(1) - times.get(0)).isEqualTo(100);
    assertThat(times.get(2) - times.get(1)).isEqualTo(200);
    assertThat(times.get(3) - times.get(2)).isEqualTo(400);
    assertThat(thread.state().unsaved()).isEmpty();
  }

  @Test
  @DisplayName("HIST-7: after the last try the answer stays, UNSAVED, and the run is not saved")
  void givenUp() {
    world.model.then((request, reply) -> {
      reply.text("Hello");
      world.history.failWrites(5);
    });
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    Run run = thread.send("Hi");
    world.scheduler.advance(LONG);

    RunResult result = world.finish(run);

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(result.isSaved()).isFalse();
    assertThat(result.historyErrors()).hasSize(5);
    MessageId id = Objects.requireNonNull(result.message()).id();
    assertThat(thread.state().saveState(id)).isEqualTo(SaveState.UNSAVED);
    assertThat(events.of(ThreadEvent.MessageUnsaved.class)).singleElement().satisfies(event -> {
      assertThat(event.messageId()).isEqualTo(id);
      assertThat(event.error().code()).isEqualTo("unavailable");
    });
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: Hello (complete/unknown)");
    assertThat(world.history.writes()).isEqualTo(6);
  }

  @Test
  @DisplayName("HIST-8: the next write brings the backlog first, parents first, and clears it")
  void backlogFirst() {
    ThreadRuntime thread = world.open();
    loseReply(thread, "One");
    world.history.failWrites(5);
    thread.updateCustom(thread.message(0).id(), Map.of("n", 1));
    world.scheduler.advance(LONG);
    assertThat(thread.state().unsaved().values())
        .containsExactly(SaveState.UNSAVED, SaveState.UNSAVED);
    int before = world.history.batches().size();

    world.send(thread, "Next");

    assertThat(Batches.of(world.history).get(before))
        .containsExactly(
            "update 'One'",
            "update 'reply' complete/unknown",
            "append 'Next'",
            "append '' running",
            "head");
    assertThat(thread.state().unsaved()).isEmpty();
    assertThat(World.shown(world.open())).isEqualTo(World.shown(thread));
  }

  @Test
  @DisplayName("HIST-8: if the backlog cannot be written, a waiting user message is not sent")
  void backlogFails() {
    ThreadRuntime thread = world.open();
    MessageId lost = loseReply(thread, "One");
    world.history.failWrites(1);

    Run run = thread.send("Next");

    assertThatThrownBy(() -> world.finish(run)).isInstanceOf(MessageNotSentException.class);
    assertThat(thread.state().saveState(lost)).isEqualTo(SaveState.UNSAVED);
    assertThat(World.shown(thread))
        .containsExactly("user: One", "assistant: reply (complete/unknown)");
  }

  @Test
  @DisplayName("HIST-8: a backlog write in flight is not taken for the newest state")
  void changedMeanwhile() {
    ThreadRuntime thread = world.open();
    MessageId lost = loseReply(thread, "One");
    world.history.beforeWrite(() -> {
      world.history.beforeWrite(null);
      thread.updateCustom(lost, Map.of("n", 2));
    });

    thread.append(MessageInput.text("Next"));
    world.scheduler.advance(LONG);

    assertThat(thread.state().unsaved()).isEmpty();
    assertThat(world.open().message(lost).metadata().custom()).containsEntry("n", 2);
  }

  @Test
  @DisplayName("HIST-13: a port that throws an Error harms no other thread, listener or run")
  void errorInAPort() {
    world.model.says("One").says("Two");
    LocalRuntime runtime = world.start();
    ThreadRuntime broken = runtime.threads("ada").open("broken");
    ThreadRuntime sound = runtime.threads("ada").open("sound");
    EventLog events = EventLog.of(broken);
    world.history.failWrite(new StackOverflowError("deep"));

    Run lost = broken.send("Hi");
    Run kept = sound.send("Ho");

    assertThatThrownBy(() -> world.finish(lost))
        .isInstanceOf(MessageNotSentException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
    assertThat(world.finish(kept).outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(events.names()).contains("MessageNotSent", "RunEnded", "RunCompleted");
    assertThat(world.send(broken, "Again").isSaved()).isTrue();
  }

  /** Has a reply whose writing is given up. */
  private MessageId loseReply(ThreadRuntime thread, String text) {
    world.model.then((request, reply) -> {
      reply.text("reply");
      world.history.failWrites(5);
    });
    Run run = thread.send(text);
    world.scheduler.advance(LONG);
    RunResult result = world.finish(run);
    assertThat(result.isSaved()).isFalse();
    return Objects.requireNonNull(result.message()).id();
  }
}
