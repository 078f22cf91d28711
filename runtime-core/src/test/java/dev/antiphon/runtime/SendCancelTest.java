package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunResult;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.ThreadEvent;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SendCancelTest {

  private final World world = new World();

  @Test
  @DisplayName("SEND-7: cancel during the load keeps the message and never calls the model")
  void cancelDuringTheLoad() {
    ThreadRuntime thread = world.start().threads("ada").open("t");
    Run run = thread.send("Hi");

    run.cancel();

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(World.shown(thread)).containsExactly("user: Hi");
    assertThat(world.model.requests()).isEmpty();
    assertThat(World.shown(world.open())).containsExactly("user: Hi");
  }

  @Test
  @DisplayName("SEND-7: cancel before the write keeps and stores the message, without a reply")
  void cancelBeforeTheWrite() {
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");

    run.cancel();
    assertThat(thread.state().isRunning()).isFalse();

    RunResult result = world.finish(run);
    assertThat(result.outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(result.message()).isNull();
    assertThat(World.shown(world.open())).containsExactly("user: Hi");
    assertThat(world.model.requests()).isEmpty();
  }

  @Test
  @DisplayName("SEND-7: cancel while storing keeps the message and never calls the model")
  void cancelWhileStoring() {
    ThreadRuntime thread = world.open();
    Run run = thread.send("Hi");
    world.history.beforeWrite(() -> {
      world.history.beforeWrite(null);
      run.cancel();
    });

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(World.shown(thread)).containsExactly("user: Hi");
    assertThat(world.threadList.fetch(thread.key())).isPresent();
    assertThat(world.model.requests()).isEmpty();
    assertThat(World.shown(world.open())).containsExactly("user: Hi");
  }

  @Test
  @DisplayName("SEND-7: cancelled while storing, and then not stored: not sent, and ended once")
  void cancelledAndNotStored() {
    ThreadRuntime thread = world.open();
    EventLog events = EventLog.of(thread);
    Run run = thread.send("Hi");
    world.history.failWrites(1);
    world.history.beforeWrite(() -> {
      world.history.beforeWrite(null);
      run.cancel();
    });

    assertThatThrownBy(() -> world.finish(run)).isInstanceOf(MessageNotSentException.class);
    assertThat(thread.state().messages()).isEmpty();
    assertThat(events.of(ThreadEvent.RunEnded.class)).hasSize(1);
    assertThat(world.model.requests()).isEmpty();
  }

  @Test
  @DisplayName("SEND-7: cancel while a reload is stored leaves the old reply selected")
  void cancelAReloadWhileStoring() {
    world.model.says("One");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    List<String> before = World.shown(thread);
    Run run = thread.reload(thread.message(1).id());
    world.history.beforeWrite(() -> {
      world.history.beforeWrite(null);
      run.cancel();
    });

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(World.shown(thread)).isEqualTo(before);
    assertThat(World.shown(world.open())).isEqualTo(before);
    assertThat(world.model.requests()).hasSize(1);
  }

  @Test
  @DisplayName("SEND-7: a reload that is cancelled during the load moves nothing")
  void cancelAReloadDuringTheLoad() {
    world.model.says("One");
    world.send(world.open(), "Hi");
    ThreadRuntime thread = world.start().threads("ada").open("t");
    Run run = thread.startRun(null);

    run.cancel();

    assertThat(world.finish(run).outcome()).isEqualTo(RunOutcome.CANCELLED);
    assertThat(World.shown(thread))
        .containsExactly("user: Hi", "assistant: One (complete/unknown)");
  }
}
