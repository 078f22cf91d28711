package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.Message;
import dev.antiphon.message.Role;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.FakeVoice;
import dev.antiphon.testing.World;
import dev.antiphon.thread.Capability;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.MediaStatus;
import dev.antiphon.thread.NoActiveSessionException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.VoiceMode;
import dev.antiphon.thread.VoiceState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The life of a voice session; what is said in one is in {@link VoiceTranscriptTest}. */
class VoiceTest {

  private final World world = new World();
  private final FakeVoice voice = new FakeVoice();
  private ThreadRuntime thread;

  @BeforeEach
  void open() {
    world.with(builder -> builder.voice(voice));
    thread = world.open();
  }

  private FakeVoice.Call connected() {
    thread.voice().connect();
    world.scheduler.runAll();
    return voice.last();
  }

  private VoiceState state() {
    VoiceState state = thread.state().voice();
    assertThat(state).isNotNull();
    return state;
  }

  private static List<MediaStatus> statuses(EventLog events) {
    return events.of(ThreadEvent.VoiceChanged.class).stream()
        .map(changed -> changed.voice().status())
        .toList();
  }

  @Test
  @DisplayName("VOICE-1: without adapter it is refused, and the thread says that it cannot do it")
  void withoutAdapter() {
    ThreadRuntime silent = new World().open();

    assertThat(silent.state().capabilities()).doesNotContain(Capability.VOICE);
    assertThatThrownBy(() -> silent.voice().connect())
        .isInstanceOf(FeatureUnavailableException.class)
        .hasMessageContaining("RealtimeVoiceAdapter");
  }

  @Test
  @DisplayName("VOICE-1: the state has status, mute, mode and live transcript")
  void stateOfASession() {
    EventLog events = EventLog.of(thread);

    CompletableFuture<Void> begun = thread.voice().connect().toCompletableFuture();
    VoiceState atOnce = state();
    world.scheduler.runAll();
    FakeVoice.Call call = voice.last();
    call.writer.running();
    call.writer.mode(VoiceMode.SPEAKING);
    VoiceState later = state();

    assertThat(atOnce)
        .isEqualTo(new VoiceState(MediaStatus.STARTING, false, VoiceMode.LISTENING, List.of()));
    assertThat(later)
        .isEqualTo(new VoiceState(MediaStatus.RUNNING, false, VoiceMode.SPEAKING, List.of()));
    assertThat(begun).isCompleted();
    assertThat(thread.state().capabilities()).contains(Capability.VOICE);
    world.scheduler.runAll();
    assertThat(events.of(ThreadEvent.VoiceChanged.class))
        .extracting(ThreadEvent.VoiceChanged::voice)
        .startsWith(atOnce)
        .endsWith(later);
  }

  @Test
  @DisplayName("VOICE-1: the adapter gets the branch and a Cancellation")
  void request() {
    world.model.says("Hello");
    world.send(thread, "Hi");

    FakeVoice.Call call = connected();

    assertThat(call.request.messages()).extracting(Message::text).containsExactly("Hi", "Hello");
    assertThat(call.request.thread()).isEqualTo(thread.key());
    assertThat(call.request.cancellation().isCancelled()).isFalse();
  }

  @Test
  @DisplayName("VOICE-1: another session disconnects the older one first")
  void oneAtATime() {
    FakeVoice.Call older = connected();
    EventLog events = EventLog.of(thread);

    FakeVoice.Call newer = connected();

    assertThat(older.log()).containsExactly("disconnect");
    assertThat(older.request.cancellation().isCancelled()).isTrue();
    assertThat(newer.log()).isEmpty();
    assertThat(statuses(events)).containsExactly(MediaStatus.CANCELLED, MediaStatus.STARTING);
  }

  @Test
  @DisplayName("VOICE-5: typing, sending, running and cancelling work as always")
  void typingAsAlways() {
    world.model.says("Hello").then((request, reply) -> thread.cancelRun());
    connected();

    RunOutcome first = world.send(thread, "Hi").outcome();
    RunOutcome second = world.send(thread, "Stop").outcome();

    assertThat(first).isEqualTo(RunOutcome.COMPLETE);
    assertThat(second).isEqualTo(RunOutcome.CANCELLED);
    assertThat(thread.state().voice()).isNotNull();
  }

  @Test
  @DisplayName("VOICE-6: an ended session leaves no state and volume 0, and emits nothing more")
  void ended() {
    FakeVoice.Call call = connected();
    call.writer.volume(0.5);
    EventLog events = EventLog.of(thread);

    call.writer.ended();
    call.writer.volume(0.7);
    call.writer.mode(VoiceMode.SPEAKING);
    call.writer.transcript(Role.USER, "Anybody there?");
    call.writer.failed(new IllegalStateException("Late"));
    world.scheduler.runAll();

    assertThat(thread.state().voice()).isNull();
    assertThat(thread.voice().volume()).isZero();
    assertThat(call.writer.isClosed()).isTrue();
    assertThat(events.names()).containsExactly("Snapshot", "VoiceChanged");
    assertThat(statuses(events)).containsExactly(MediaStatus.FINISHED);
    assertThat(call.log()).isEmpty();
  }

  @Test
  @DisplayName("VOICE-6: one that ended at connect leaves no state either")
  void endedAtConnect() {
    voice.script((request, writer) -> {
      writer.ended();
      return voice.keep(request, writer);
    });

    CompletableFuture<Void> begun = thread.voice().connect().toCompletableFuture();
    world.scheduler.runAll();

    assertThat(thread.state().voice()).isNull();
    assertThat(begun).isCompleted();
    assertThat(voice.last().log()).isEmpty();
    assertThatThrownBy(() -> thread.voice().disconnect())
        .isInstanceOf(NoActiveSessionException.class);
  }

  @Test
  @DisplayName("VOICE-6: the error of one that failed is in its last VoiceChanged")
  void failed() {
    FakeVoice.Call call = connected();
    EventLog events = EventLog.of(thread);

    call.writer.failed(new IllegalStateException("Line cut"));
    world.scheduler.runAll();

    assertThat(thread.state().voice()).isNull();
    assertThat(statuses(events)).singleElement().satisfies(last -> {
      assertThat(last.reason()).isEqualTo(MediaStatus.Reason.ERROR);
      assertThat(last.error()).isNotNull();
      assertThat(last.error().message()).isEqualTo("Line cut");
    });
  }

  @Test
  @DisplayName("VOICE-6: so is that of one that could not connect, and the caller gets it")
  void cannotConnect() {
    EventLog events = EventLog.of(thread);
    voice.script((request, writer) -> {
      throw new IllegalStateException("No line");
    });

    CompletableFuture<Void> begun = thread.voice().connect().toCompletableFuture();
    world.scheduler.runAll();

    assertThat(begun).isCompletedExceptionally();
    assertThat(thread.state().voice()).isNull();
    assertThat(statuses(events))
        .extracting(MediaStatus::reason)
        .containsExactly(null, MediaStatus.Reason.ERROR);
  }

  @Test
  @DisplayName("VOICE-6: volume has a subscription of its own, and makes no thread events")
  void volume() {
    List<Double> heard = new ArrayList<>();
    Subscription subscription = thread.voice().onVolume(heard::add);
    FakeVoice.Call call = connected();
    call.writer.running();
    EventLog events = EventLog.of(thread);
    world.scheduler.runAll();
    events.clear();

    for (double volume : new double[] {0.25, 7, -1, Double.NaN, 0.5}) {
      call.writer.volume(volume);
      world.scheduler.runAll();
    }
    List<Double> whileItRan = List.copyOf(heard);
    List<String> names = events.names();
    call.writer.ended();
    world.scheduler.runAll();
    subscription.close();
    connected().writer.volume(0.9);
    world.scheduler.runAll();

    assertThat(whileItRan).containsExactly(0.0, 0.25, 1.0, 0.0, 0.5);
    assertThat(names).isEmpty();
    assertThat(heard).endsWith(0.0).hasSize(6);
    assertThat(thread.voice().volume()).isEqualTo(0.9);
  }

  @Test
  @DisplayName("VOICE-6: a listener of the volume that throws stays, and nothing else notices")
  void throwingVolumeListener() {
    List<Double> heard = new ArrayList<>();
    thread.voice().onVolume(volume -> {
      heard.add(volume);
      throw new IllegalStateException("Meter broken");
    });
    FakeVoice.Call call = connected();

    call.writer.volume(0.25);
    world.scheduler.runAll();

    assertThat(heard).containsExactly(0.0, 0.25);
    assertThat(state().status()).isEqualTo(MediaStatus.RUNNING);
  }

  @Test
  @DisplayName("VOICE-7: mute, unmute and disconnect without a session are refused")
  void withoutSession() {
    assertThatThrownBy(() -> thread.voice().mute()).isInstanceOf(NoActiveSessionException.class);
    assertThatThrownBy(() -> thread.voice().unmute()).isInstanceOf(NoActiveSessionException.class);
    assertThatThrownBy(() -> thread.voice().disconnect())
        .isInstanceOf(NoActiveSessionException.class);
  }

  @Test
  @DisplayName("VOICE-7: mute shows at once, and is applied when the session is ready")
  void muteBeforeReady() {
    thread.voice().connect();

    CompletableFuture<Void> muted = thread.voice().mute().toCompletableFuture();
    boolean atOnce = state().isMuted();
    world.scheduler.runAll();

    assertThat(atOnce).isTrue();
    assertThat(voice.last().log()).containsExactly("mute");
    assertThat(muted).isCompleted();
  }

  @Test
  @DisplayName("VOICE-7: the session is muted and unmuted in the order of the commands")
  void inOrder() {
    FakeVoice.Call call = connected();

    thread.voice().mute();
    thread.voice().unmute();
    thread.voice().mute();
    world.scheduler.runAll();

    assertThat(call.log()).containsExactly("mute", "unmute", "mute");
    assertThat(state().isMuted()).isTrue();
  }

  @Test
  @DisplayName("VOICE-7: if it cannot be muted, the state says so again, and the caller gets why")
  void muteFails() {
    FakeVoice.Call call = connected();
    IllegalStateException failure = new IllegalStateException("Button stuck");
    call.failNext(failure);

    CompletableFuture<Void> muted = thread.voice().mute().toCompletableFuture();
    world.scheduler.runAll();

    assertThat(muted).failsWithin(java.time.Duration.ZERO).withThrowableThat().withCause(failure);
    assertThat(state().isMuted()).isFalse();
  }

  @Test
  @DisplayName("VOICE-7: disconnect ends it at once")
  void disconnect() {
    FakeVoice.Call call = connected();

    thread.voice().disconnect();
    @Nullable VoiceState atOnce = thread.state().voice();
    world.scheduler.runAll();

    assertThat(atOnce).isNull();
    assertThat(call.log()).containsExactly("disconnect");
    assertThat(call.request.cancellation().isCancelled()).isTrue();
  }

  @Test
  @DisplayName("VOICE-7: a session that is set up after disconnect is disconnected")
  void setUpTooLate() {
    voice.script((request, writer) -> {
      thread.voice().disconnect();
      assertThat(request.cancellation().isCancelled()).isTrue();
      writer.running();
      writer.transcript(Role.USER, "Too late");
      return voice.keep(request, writer);
    });

    thread.voice().connect();
    world.scheduler.runAll();

    assertThat(voice.last().log()).containsExactly("disconnect");
    assertThat(thread.state().voice()).isNull();
    assertThat(thread.state().messages()).isEmpty();
  }

  @Test
  @DisplayName("VOICE-7: a mute that waits when the session ends comes to its end too")
  void muteOfAnEndedSession() {
    thread.voice().connect();
    CompletableFuture<Void> muted = thread.voice().mute().toCompletableFuture();

    thread.voice().disconnect();
    world.scheduler.runAll();

    assertThat(muted).isCompleted();
    assertThat(voice.last().log()).containsExactly("disconnect");
  }

  @Test
  @DisplayName("OPT-4, OPT-5: voice can be replaced; a session under way goes on with the old one")
  void replaced() {
    LocalRuntime runtime = world.start();
    thread = runtime.threads("ada").open("other");
    FakeVoice.Call older = connected();
    FakeVoice replacement = new FakeVoice();

    runtime.setVoice(replacement);
    older.writer.mode(VoiceMode.SPEAKING);
    VoiceMode mode = state().mode();
    thread.voice().connect();
    world.scheduler.runAll();
    runtime.setVoice(null);

    assertThat(mode).isEqualTo(VoiceMode.SPEAKING);
    assertThat(older.log()).containsExactly("disconnect");
    assertThat(replacement.calls()).hasSize(1);
    assertThat(thread.state().capabilities()).doesNotContain(Capability.VOICE);
  }

  @Test
  @DisplayName("VOICE-6, CLOSE-2: close disconnects, and what the model was saying is kept")
  void close() throws Exception {
    CountDownLatch isConnected = new CountDownLatch(1);
    CountDownLatch isDisconnected = new CountDownLatch(1);
    LocalRuntime runtime = LocalRuntime.builder((request, reply) -> reply.text("Hello"))
        .voice((request, writer) -> {
          request.cancellation().onCancel(isDisconnected::countDown);
          writer.interim(Role.ASSISTANT, "Well");
          isConnected.countDown();
          return voice.keep(request, writer);
        })
        .build();
    ThreadRuntime spoken = runtime.threads().open("t");
    spoken.voice().connect();
    isConnected.await();

    runtime.close();

    assertThat(isDisconnected.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(spoken.state().voice()).isNull();
    assertThat(World.shown(spoken)).containsExactly("assistant: Well (complete/unknown)");
  }

  @Test
  @DisplayName("LIST-20: a voice session keeps the live runtime")
  void keepsTheLiveRuntime() {
    connected();

    boolean whileTalking = thread.live().closeIfIdle();
    thread.voice().disconnect();
    world.scheduler.runAll();

    assertThat(whileTalking).isFalse();
    assertThat(thread.live().closeIfIdle()).isTrue();
  }
}
