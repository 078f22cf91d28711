package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.run.OverloadedException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadBusyException;
import dev.antiphon.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SendElsewhereTest {

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
  @DisplayName("SEND-9: append is applied at once while a run is active")
  void appendWhileBusy() {
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      reply.text("One");
      thread.append(MessageInput.text("Aside"));
      assertThat(World.shown(thread)).last().isEqualTo("user: Aside");
      reply.text(" more");
    });

    RunResult result = world.send(thread, "First");

    assertThat(result.outcome()).isEqualTo(RunOutcome.COMPLETE);
    assertThat(result.text()).isEqualTo("One more");
    assertThat(thread.state().queue()).isEmpty();
  }

  /** A command that is given in the middle of a run, in a thread of one question and one reply. */
  private interface Command {
    Run give(ThreadRuntime thread, MessageId question, MessageId reply);
  }

  private static void interruptsByDefault(Command command) {
    World world = new World();
    world.model.says("Reply");
    ThreadRuntime thread = world.open();
    world.send(thread, "Question");
    MessageId question = thread.message(0).id();
    MessageId reply = thread.message(1).id();
    List<Run> given = new ArrayList<>();
    world
        .model
        .then((request, writer) -> given.add(command.give(thread, question, reply)))
        .says("Second");

    Run busy = thread.send("Busy");

    assertThat(world.finish(busy).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(world.finish(given.get(0)).text()).isEqualTo("Second");
  }

  @Test
  @DisplayName(
      "SEND-9: edit, reload, startRun, resumeRun and a send elsewhere interrupt by default")
  void interruptByDefault() {
    interruptsByDefault(
        (thread, question, reply) -> thread.edit(question, MessageInput.text("Edited")));
    interruptsByDefault((thread, question, reply) -> thread.reload(reply));
    interruptsByDefault((thread, question, reply) -> thread.startRun(question));
    interruptsByDefault((thread, question, reply) ->
        thread.resumeRun(question, (request, writer) -> writer.text("Second")));
    interruptsByDefault((thread, question, reply) -> thread.send(
        MessageInput.text("Elsewhere"), SendOptions.builder().parent(question).build()));
  }

  @Test
  @DisplayName("SEND-9: the same with ENQUEUE wait, with STEER go first, with REJECT are refused")
  void asTheCallSays() {
    ThreadRuntime thread = world.open();
    world.model.says("Reply");
    world.send(thread, "First");
    MessageId user = thread.message(0).id();
    MessageId reply = thread.message(1).id();
    List<Run> queued = new ArrayList<>();
    world
        .model
        .then((request, writer) -> {
          queued.add(thread.reload(reply, whenBusy(WhenBusy.ENQUEUE)));
          queued.add(thread.edit(user, MessageInput.text("Edited"), whenBusy(WhenBusy.STEER)));
          assertThatThrownBy(() -> thread.startRun(user, whenBusy(WhenBusy.REJECT)))
              .isInstanceOf(ThreadBusyException.class);
          assertThatThrownBy(() -> thread.resumeRun(user, world.model, whenBusy(WhenBusy.REJECT)))
              .isInstanceOf(ThreadBusyException.class);
          writer.text("Busy");
        })
        .says("Edited reply")
        .says("Reloaded");

    Run busy = thread.send("Second");
    assertThat(world.finish(busy).outcome()).isEqualTo(RunOutcome.COMPLETE);

    assertThat(world.finish(queued.get(1)).text()).isEqualTo("Edited reply");
    assertThat(world.finish(queued.get(0)).text()).isEqualTo("Reloaded");
    assertThat(thread.branches(user)).hasSize(2);
    assertThat(thread.branches(reply)).hasSize(2);
  }

  @Test
  @DisplayName("SEND-9: what interrupts elsewhere leaves a paused message alone")
  void leavesPausedMessages() {
    ThreadRuntime thread = pausedThread();
    MessageId user = thread.message(0).id();
    MessageId paused = thread.message(1).id();
    world.model.says("Another");

    world.finish(thread.startRun(user));

    assertThat(thread.message(paused).isPaused()).isTrue();
    assertThat(thread.branches(paused)).hasSize(2);
  }

  @Test
  @DisplayName("SEND-9: continueRun interrupts the active run, unless the call says otherwise")
  void continueRun() {
    world.tools(Tool.builder("count", "Counts").handler((arguments, call) -> 1).build());
    world.model.calls("c1", "count", "{}");
    ThreadRuntime thread = world.open();
    world.finish(
        thread.send(MessageInput.text("Hi"), SendOptions.builder().maxSteps(1).build()));
    MessageId limited = thread.message(1).id();
    List<Run> continued = new ArrayList<>();
    world
        .model
        .then((request, writer) -> {
          assertThatThrownBy(() -> thread.continueRun(limited, whenBusy(WhenBusy.REJECT)))
              .isInstanceOf(ThreadBusyException.class);
          continued.add(thread.continueRun(limited));
        })
        .says("Continued");

    Run busy = thread.send("Busy");

    assertThat(world.finish(busy).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(world.finish(continued.get(0)).text()).isEqualTo("Continued");
  }

  @Test
  @DisplayName("SEND-9: continueRun with ENQUEUE waits for its turn")
  void continueRunQueued() {
    world.tools(Tool.builder("count", "Counts").handler((arguments, call) -> 1).build());
    world.model.calls("c1", "count", "{}");
    ThreadRuntime thread = world.open();
    world.finish(
        thread.send(MessageInput.text("Hi"), SendOptions.builder().maxSteps(1).build()));
    MessageId limited = thread.message(1).id();
    List<Run> continued = new ArrayList<>();
    world
        .model
        .then((request, writer) -> {
          continued.add(thread.continueRun(limited, whenBusy(WhenBusy.ENQUEUE)));
          writer.text("Busy");
        })
        .says("Continued");

    assertThat(world.send(thread, "Busy").text()).isEqualTo("Busy");
    assertThat(world.finish(continued.get(0)).text()).isEqualTo("Continued");
  }

  @Test
  @DisplayName("SEND-14: with maxActiveRuns reached, a send is refused before anything is stored")
  void overloaded() {
    world.options(options -> options.maxActiveRuns(1));
    LocalRuntime runtime = world.start();
    ThreadRuntime one = runtime.threads("ada").open("one");
    ThreadRuntime two = runtime.threads("ada").open("two");
    List<Run> interrupting = new ArrayList<>();
    world
        .model
        .then((request, reply) -> {
          int batches = world.history.batches().size();
          assertThatThrownBy(() -> two.send("No")).isInstanceOf(OverloadedException.class);
          assertThat(two.state().messages()).isEmpty();
          assertThat(world.history.batches()).hasSize(batches);
          // A run that takes the place of another one needs no slot of its own.
          interrupting.add(send(one, "Instead", WhenBusy.INTERRUPT));
        })
        .says("Instead")
        .says("Two");

    world.finish(one.send("One"));

    assertThat(world.finish(interrupting.get(0)).text()).isEqualTo("Instead");
    assertThat(world.finish(two.send("Now")).text()).isEqualTo("Two");
  }

  @Test
  @DisplayName("SEND-14: a run that pauses, fails or is cancelled gives its slot back")
  void slotsComeBack() {
    world.tools(Tool.builder("ask", "Asks").build()).options(options -> options.maxActiveRuns(1));
    ThreadRuntime thread = world.open();
    world
        .model
        .then((request, reply) -> reply.toolCall(new ToolCallId("c1"), "ask"))
        .then((request, reply) -> {
          throw new IllegalStateException("Broken");
        })
        .then((request, reply) -> thread.cancelRun())
        .says("Last");
    world.send(thread, "Pause");
    thread.cancelRun();

    Run failing = thread.send("Fail");
    assertThatThrownBy(() -> world.finish(failing)).hasMessageContaining("Broken");
    world.history.failWrites(1);
    Run unsent = thread.send("Unsent");
    assertThatThrownBy(() -> world.finish(unsent)).isInstanceOf(RuntimeException.class);
    world.send(thread, "Cancel");

    assertThat(world.send(thread, "Last").text()).isEqualTo("Last");
  }
}
