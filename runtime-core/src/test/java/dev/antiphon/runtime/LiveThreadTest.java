package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.World;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.ThreadEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LiveThreadTest {

  private final World world = new World();
  private ThreadRuntime thread;

  @BeforeEach
  void sendOnce() {
    thread = world.open();
    world.model.says("Under the mat.");
    world.send(thread, "Where is the key?");
  }

  @Test
  @DisplayName("LIST-20: an idle live runtime can go; the held thread loads again on its next use")
  void loadsAgain() {
    List<String> before = World.shown(thread);

    boolean isClosed = thread.live().closeIfIdle();
    boolean isGone = thread.live().now() == null;
    LoadState whenUsed = thread.state().loadState();
    world.scheduler.runAll();

    assertThat(isClosed).isTrue();
    assertThat(isGone).isTrue();
    assertThat(whenUsed).isEqualTo(LoadState.LOADING);
    assertThat(World.shown(thread)).isEqualTo(before);
  }

  @Test
  @DisplayName("LIST-20: a command that is the next use goes on below what was stored")
  void sendsAgain() {
    thread.live().closeIfIdle();
    world.model.says("No.");

    world.send(thread, "Is it locked?");

    assertThat(thread.state().messages()).hasSize(4);
    assertThat(world.model.lastRequest().messages()).hasSize(3);
  }

  @Test
  @DisplayName("LIST-20: a Run keeps the live runtime, while it is active and while it waits")
  void keptByRun() {
    world.model.then((request, reply) -> {
      world.scheduler.runSome(5);
      assertThat(thread.live().closeIfIdle()).isFalse();
      reply.text("No.");
    });

    Run active = thread.send("Is it locked?");
    boolean isClosedAtOnce = thread.live().closeIfIdle();
    world.finish(active);

    assertThat(isClosedAtOnce).isFalse();
    assertThat(thread.live().closeIfIdle()).isTrue();
  }

  @Test
  @DisplayName("LIST-20: a paused queue keeps the live runtime")
  void keptByQueue() {
    world.model.then((request, reply) -> {
      thread.send("Later");
      thread.cancelRun();
    });

    world.send(thread, "Is it locked?");

    assertThat(thread.state().queue()).hasSize(1);
    assertThat(thread.live().closeIfIdle()).isFalse();
  }

  @Test
  @DisplayName("LIST-20: a listener of events or states keeps the live runtime until it leaves")
  void keptByListener() {
    Subscription events = thread.subscribe(event -> {});
    boolean isClosedWithListener = thread.live().closeIfIdle();
    events.close();
    Subscription states = thread.onState(state -> {});
    boolean isClosedWithStateListener = thread.live().closeIfIdle();
    states.close();

    assertThat(isClosedWithListener).isFalse();
    assertThat(isClosedWithStateListener).isFalse();
    assertThat(thread.live().closeIfIdle()).isTrue();
  }

  @Test
  @DisplayName("LIST-20: an unsaved message keeps the live runtime until it is stored")
  void keptByUnsavedMessage() {
    world.model.then((request, reply) -> {
      reply.text("No.");
      world.history.failWrites(5);
    });
    thread.send("Is it locked?");
    world.scheduler.advance(Duration.ofMinutes(1));

    boolean isClosedUnsaved = thread.live().closeIfIdle();
    world.model.says("Yes.");
    world.send(thread, "And now?");

    assertThat(isClosedUnsaved).isFalse();
    assertThat(thread.live().closeIfIdle()).isTrue();
  }

  @Test
  @DisplayName("LIST-20: a load under way keeps the live runtime")
  void keptByLoad() {
    thread.live().closeIfIdle();
    thread.load();

    boolean isClosedWhileLoading = thread.live().closeIfIdle();
    world.scheduler.runAll();

    assertThat(isClosedWhileLoading).isFalse();
    assertThat(thread.live().closeIfIdle()).isTrue();
  }

  @Test
  @DisplayName("LIST-20: a command under way keeps the live runtime")
  void keptByCommand() {
    boolean isClosed = thread.live().use(used -> thread.live().closeIfIdle());

    assertThat(isClosed).isFalse();
  }

  @Test
  @DisplayName("EVT-1: sequence numbers go on in the next live runtime of a thread")
  void sequenceGoesOn() {
    long last = thread.state().sequence();

    thread.live().closeIfIdle();
    EventLog log = EventLog.of(thread);
    world.scheduler.runAll();

    assertThat(log.all().get(0)).isInstanceOf(ThreadEvent.Snapshot.class);
    assertThat(log.all().get(0).sequence()).isGreaterThanOrEqualTo(last);
    assertThat(log.of(ThreadEvent.LoadFinished.class).get(0).sequence()).isEqualTo(last + 2);
  }

  @Test
  @DisplayName("EVT-6: what the live runtime before had is not replayed: a snapshot stands for it")
  void noReplayFromBefore() {
    long last = thread.state().sequence();
    thread.live().closeIfIdle();

    List<ThreadEvent> got = new ArrayList<>();
    thread.subscribe(last - 3, got::add);
    world.scheduler.runAll();

    assertThat(got.get(0)).isInstanceOf(ThreadEvent.Snapshot.class);
    assertThat(got.get(0).sequence()).isGreaterThanOrEqualTo(last);
  }

  @Test
  @DisplayName("OPT-3: options set for a thread stay set in its next live runtime")
  void optionsStay() {
    thread.setOptions(RuntimeOptions.builder().maxSteps(3).build());

    thread.live().closeIfIdle();

    assertThat(thread.options().maxSteps()).isEqualTo(3);
  }
}
