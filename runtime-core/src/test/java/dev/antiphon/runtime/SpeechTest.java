package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.message.DataPart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.port.Utterance;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.FakeSpeech;
import dev.antiphon.testing.World;
import dev.antiphon.thread.Capability;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.MediaStatus;
import dev.antiphon.thread.NoActiveSessionException;
import dev.antiphon.thread.SpeechState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.DeleteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SpeechTest {

  private final World world = new World();
  private final FakeSpeech speech = new FakeSpeech();

  private ThreadRuntime answered() {
    world.with(builder -> builder.speech(speech));
    world.model.then((request, reply) -> {
      reply.text("One.");
      reply.part(new DataPart("chart", Map.of()));
      reply.text("Two.");
    });
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");
    return thread;
  }

  private static MessageId reply(ThreadRuntime thread) {
    return thread.message(1).id();
  }

  private static @Nullable MediaStatus status(ThreadRuntime thread) {
    SpeechState state = thread.state().speech();
    return state == null ? null : state.status();
  }

  private static List<MediaStatus> statuses(EventLog events) {
    return events.of(ThreadEvent.SpeechChanged.class).stream()
        .map(changed -> changed.speech().status())
        .toList();
  }

  @Test
  @DisplayName("SPEECH-1: it reads the text parts joined by a blank line")
  void readsText() {
    ThreadRuntime thread = answered();

    thread.speak(reply(thread));
    world.scheduler.runAll();

    assertThat(speech.last().request().text()).isEqualTo("One.\n\nTwo.");
    assertThat(speech.last().request().thread()).isEqualTo(thread.key());
    assertThat(speech.last().request().messageId()).isEqualTo(reply(thread));
  }

  @Test
  @DisplayName("SPEECH-1: without adapter it is refused, and the thread says that it cannot do it")
  void withoutAdapter() {
    world.model.says("Hello");
    ThreadRuntime thread = world.open();
    world.send(thread, "Hi");

    assertThat(thread.state().capabilities()).doesNotContain(Capability.SPEECH);
    assertThatThrownBy(() -> thread.speak(reply(thread)))
        .isInstanceOf(FeatureUnavailableException.class)
        .hasMessageContaining("SpeechSynthesisAdapter");
  }

  @Test
  @DisplayName("SPEECH-1: an unknown message is refused, and what is read goes on")
  void unknownMessage() {
    ThreadRuntime thread = answered();
    thread.speak(reply(thread));
    world.scheduler.runAll();

    assertThatThrownBy(() -> thread.speak(new MessageId("msg_none")))
        .isInstanceOf(UnknownMessageException.class);

    assertThat(status(thread)).isEqualTo(MediaStatus.STARTING);
    assertThat(speech.last().log()).isEmpty();
  }

  @Test
  @DisplayName("SPEECH-2: the state is starting, running, and none when it has ended")
  void states() {
    ThreadRuntime thread = answered();
    EventLog events = EventLog.of(thread);
    List<@Nullable MediaStatus> seen = new ArrayList<>();

    CompletableFuture<Void> begun = thread.speak(reply(thread)).toCompletableFuture();
    seen.add(status(thread));
    world.scheduler.runAll();
    speech.last().progress().running();
    seen.add(status(thread));
    MediaStatus inTheView = thread.state().view(1).speech();
    speech.last().progress().ended();
    seen.add(status(thread));
    world.scheduler.runAll();

    assertThat(seen).containsExactly(MediaStatus.STARTING, MediaStatus.RUNNING, null);
    assertThat(inTheView).isEqualTo(MediaStatus.RUNNING);
    assertThat(thread.state().view(1).speech()).isNull();
    assertThat(begun).isCompleted();
    assertThat(statuses(events))
        .containsExactly(MediaStatus.STARTING, MediaStatus.RUNNING, MediaStatus.FINISHED);
    assertThat(speech.last().log()).isEmpty();
  }

  @Test
  @DisplayName("SPEECH-2: another utterance cancels the one that runs first")
  void oneAtATime() {
    ThreadRuntime thread = answered();
    thread.speak(reply(thread));
    world.scheduler.runAll();
    speech.last().progress().running();
    EventLog events = EventLog.of(thread);

    thread.speak(thread.message(0).id());
    world.scheduler.runAll();

    assertThat(speech.spoken().get(0).log()).containsExactly("cancel");
    assertThat(speech.spoken().get(0).request().cancellation().isCancelled()).isTrue();
    assertThat(speech.last().request().cancellation().isCancelled()).isFalse();
    assertThat(statuses(events)).containsExactly(MediaStatus.CANCELLED, MediaStatus.STARTING);
    assertThat(thread.state().speech())
        .isEqualTo(new SpeechState(thread.message(0).id(), MediaStatus.STARTING));
  }

  @Test
  @DisplayName("SPEECH-2: what the adapter tells of an ended utterance is dropped")
  void lateNews() {
    ThreadRuntime thread = answered();
    thread.speak(reply(thread));
    world.scheduler.runAll();
    thread.speak(thread.message(0).id());
    world.scheduler.runAll();
    FakeSpeech.Spoken old = speech.spoken().get(0);

    old.progress().running();
    old.progress().failed(new IllegalStateException("Late"));
    old.progress().ended();

    assertThat(old.progress().isClosed()).isTrue();
    assertThat(status(thread)).isEqualTo(MediaStatus.STARTING);
  }

  @Test
  @DisplayName("SPEECH-2: an utterance that was over when it was returned leaves no state")
  void overWhenReturned() {
    ThreadRuntime thread = answered();
    EventLog events = EventLog.of(thread);
    speech.script(SpeechSynthesisAdapter.blocking((request, started) -> {
      started.run();
      assertThat(status(thread)).isEqualTo(MediaStatus.RUNNING);
    }));

    CompletableFuture<Void> begun = thread.speak(reply(thread)).toCompletableFuture();
    world.scheduler.runAll();

    assertThat(thread.state().speech()).isNull();
    assertThat(begun).isCompleted();
    assertThat(statuses(events))
        .containsExactly(MediaStatus.STARTING, MediaStatus.RUNNING, MediaStatus.FINISHED);
  }

  @Test
  @DisplayName("SPEECH-2: one that is cancelled while the adapter is still asked is cancelled then")
  void cancelledWhileAsked() {
    ThreadRuntime thread = answered();
    speech.script((request, progress) -> {
      thread.stopSpeaking();
      assertThat(request.cancellation().isCancelled()).isTrue();
      return speech.keep(request, progress);
    });

    CompletableFuture<Void> begun = thread.speak(reply(thread)).toCompletableFuture();
    world.scheduler.runAll();

    assertThat(speech.last().log()).containsExactly("cancel");
    assertThat(thread.state().speech()).isNull();
    assertThat(begun).isCompleted();
  }

  @Test
  @DisplayName("SPEECH-3: if the adapter throws, the state says so, and the caller gets it")
  void adapterThrows() {
    ThreadRuntime thread = answered();
    EventLog events = EventLog.of(thread);
    IllegalStateException failure = new IllegalStateException("No sound card");
    speech.script((request, progress) -> {
      throw failure;
    });

    CompletableFuture<Void> begun = thread.speak(reply(thread)).toCompletableFuture();
    world.scheduler.runAll();

    assertThatThrownBy(begun::get).isInstanceOf(ExecutionException.class).hasCause(failure);
    assertThat(thread.state().speech()).isNull();
    MediaStatus last = statuses(events).get(1);
    assertThat(last.reason()).isEqualTo(MediaStatus.Reason.ERROR);
    assertThat(last.error())
        .isNotNull()
        .satisfies(error -> assertThat(error.message()).isEqualTo("No sound card"));
  }

  @Test
  @DisplayName("SPEECH-3: a failure in the middle is told by the state, with its error")
  void failsInTheMiddle() {
    ThreadRuntime thread = answered();
    EventLog events = EventLog.of(thread);
    speech.script(SpeechSynthesisAdapter.blocking((request, started) -> {
      started.run();
      throw new AssertionError("Cable pulled");
    }));

    CompletableFuture<Void> begun = thread.speak(reply(thread)).toCompletableFuture();
    world.scheduler.runAll();

    assertThat(begun).isCompleted();
    assertThat(thread.state().speech()).isNull();
    assertThat(statuses(events))
        .extracting(MediaStatus::reason)
        .last()
        .isEqualTo(MediaStatus.Reason.ERROR);
  }

  @Test
  @DisplayName("SPEECH-4: stopSpeaking ends it")
  void stop() {
    ThreadRuntime thread = answered();
    thread.speak(reply(thread));
    world.scheduler.runAll();

    thread.stopSpeaking(reply(thread));
    SpeechState atOnce = thread.state().speech();
    world.scheduler.runAll();

    assertThat(atOnce).isNull();
    assertThat(speech.last().log()).containsExactly("cancel");
  }

  @Test
  @DisplayName("SPEECH-4: with nothing spoken, or for another message, stopping is refused")
  void nothingToStop() {
    ThreadRuntime thread = answered();

    assertThatThrownBy(thread::stopSpeaking).isInstanceOf(NoActiveSessionException.class);
    thread.speak(reply(thread));
    world.scheduler.runAll();
    assertThatThrownBy(() -> thread.stopSpeaking(thread.message(0).id()))
        .isInstanceOf(NoActiveSessionException.class);

    assertThat(status(thread)).isEqualTo(MediaStatus.STARTING);
    assertThat(speech.last().log()).isEmpty();
  }

  private void stops(Consumer<ThreadRuntime> command) {
    ThreadRuntime thread = answered();
    thread.speak(reply(thread));
    world.scheduler.runAll();

    command.accept(thread);
    world.scheduler.runAll();

    assertThat(thread.state().speech()).isNull();
    assertThat(speech.last().log()).containsExactly("cancel");
  }

  @Test
  @DisplayName("SPEECH-5: deleting the spoken message stops it")
  void delete() {
    stops(thread -> thread.delete(reply(thread)));
  }

  @Test
  @DisplayName("SPEECH-5: so does deleting what it stands below")
  void deleteAbove() {
    stops(thread -> thread.delete(thread.message(0).id(), DeleteMode.SUBTREE));
  }

  @Test
  @DisplayName("SPEECH-5: deleting another message does not")
  void deleteAnother() {
    ThreadRuntime thread = answered();
    thread.speak(reply(thread));
    world.scheduler.runAll();

    thread.delete(thread.message(0).id());
    world.scheduler.runAll();

    assertThat(thread.state().speech()).isNotNull();
  }

  @Test
  @DisplayName("SPEECH-5: import and reset stop it")
  void importAndReset() {
    stops(thread -> thread.importThread(thread.export()));
    stops(ThreadRuntime::reset);
  }

  @Test
  @DisplayName("SPEECH-5: a load that no longer finds the message stops it")
  void refetch() {
    stops(thread -> {
      Message kept = thread.message(0);
      world.history.write(
          thread.key(),
          new dev.antiphon.port.HistoryBatch(
              world.history.load(thread.key()).revision(),
              List.of(
                  new dev.antiphon.port.HistoryEntry.Delete(List.of(reply(thread)), List.of()))));
      thread.refetch();
      world.scheduler.runAll();
      assertThat(thread.state().messages()).containsExactly(kept);
    });
  }

  @Test
  @DisplayName("SPEECH-5: close stops it, and the adapter is told")
  void close() throws Exception {
    CountDownLatch isSpeaking = new CountDownLatch(1);
    CountDownLatch isStopped = new CountDownLatch(1);
    LocalRuntime runtime = LocalRuntime.builder((request, reply) -> reply.text("Hello"))
        .speech(SpeechSynthesisAdapter.blocking((request, started) -> {
          request.cancellation().onCancel(isStopped::countDown);
          started.run();
          isSpeaking.countDown();
          isStopped.await();
        }))
        .build();
    ThreadRuntime thread = runtime.threads().open("t");
    thread.send("Hi").await();
    thread.speak(reply(thread));
    isSpeaking.await();

    runtime.close();

    assertThat(isStopped.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(thread.state().speech()).isNull();
  }

  @Test
  @DisplayName("SPEECH-2: an utterance that cannot be cancelled counts as ended all the same")
  void cancelFails() {
    ThreadRuntime thread = answered();
    speech.script((request, progress) -> () -> {
      throw new IllegalStateException("Stuck");
    });
    thread.speak(reply(thread));
    world.scheduler.runAll();

    thread.stopSpeaking();
    world.scheduler.runAll();

    assertThat(thread.state().speech()).isNull();
  }

  @Test
  @DisplayName("OPT-4, OPT-5: speech can be replaced; an utterance under way ends on the old one")
  void replaced() {
    LocalRuntime runtime = world.with(builder -> builder.speech(speech)).start();
    ThreadRuntime thread = runtime.threads("ada").open("t");
    world.model.says("Hello");
    world.send(thread, "Hi");
    thread.speak(reply(thread));
    world.scheduler.runAll();

    FakeSpeech replacement = new FakeSpeech();
    runtime.setSpeech(replacement);
    SpeechState underWay = thread.state().speech();
    thread.speak(reply(thread));
    world.scheduler.runAll();
    runtime.setSpeech(null);

    assertThat(underWay).isNotNull();
    assertThat(speech.last().log()).containsExactly("cancel");
    assertThat(replacement.spoken()).hasSize(1);
    assertThat(thread.state().capabilities()).doesNotContain(Capability.SPEECH);
    assertThat(thread.state().speech()).isNotNull();
  }

  @Test
  @DisplayName("SPEECH-1: a reply is read as far as it is written")
  void whileItIsWritten() {
    world.with(builder -> builder.speech(speech));
    ThreadRuntime thread = world.open();
    world.model.then((request, reply) -> {
      reply.text("So far");
      thread.speak(request.messageId());
      world.scheduler.runSome(3);
      reply.text(", and further");
    });

    world.send(thread, "Hi");

    assertThat(speech.last().request().text()).isEqualTo("So far");
    assertThat(thread.message(1).content()).containsExactly(TextPart.of("So far, and further"));
  }

  @Test
  @DisplayName("LIST-20: what is read aloud keeps the live runtime")
  void keepsTheLiveRuntime() {
    ThreadRuntime thread = answered();
    speech.script((request, progress) -> Utterance.OVER);
    thread.speak(reply(thread));
    world.scheduler.runAll();

    boolean whileSpeaking = thread.live().closeIfIdle();
    thread.stopSpeaking();
    world.scheduler.runAll();

    assertThat(whileSpeaking).isFalse();
    assertThat(thread.live().closeIfIdle()).isTrue();
  }
}
