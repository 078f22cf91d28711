package dev.antiphon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.port.DictationSession;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.testing.EventLog;
import dev.antiphon.testing.FakeDictation;
import dev.antiphon.testing.World;
import dev.antiphon.thread.Capability;
import dev.antiphon.thread.DictationState;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.MediaStatus;
import dev.antiphon.thread.ThreadEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DictationTest {

  private final World world = new World();
  private final FakeDictation dictation = new FakeDictation(true);
  private ThreadRuntime thread;
  private Composer composer;

  @BeforeEach
  void open() {
    world.with(builder -> builder.dictation(dictation));
    thread = world.open();
    composer = thread.composer();
  }

  private FakeDictation.Listening started() {
    composer.startDictation();
    world.scheduler.runAll();
    return dictation.last();
  }

  private DictationState state() {
    DictationState state = composer.state().dictation();
    assertThat(state).isNotNull();
    return state;
  }

  private @Nullable DictationState stateOrNone() {
    return composer.state().dictation();
  }

  // ---- starting

  @Test
  @DisplayName("DICT-1: without adapter it is refused, and the thread says that it cannot do it")
  void withoutAdapter() {
    ThreadRuntime deaf = new World().open();

    assertThat(deaf.state().capabilities()).doesNotContain(Capability.DICTATION);
    assertThatThrownBy(() -> deaf.composer().startDictation())
        .isInstanceOf(FeatureUnavailableException.class)
        .hasMessageContaining("DictationAdapter");
  }

  @Test
  @DisplayName("DICT-1: the text that is there is the baseline; the state has status and interim")
  void baselineAndState() {
    composer.setText("Dear Ada,");

    CompletableFuture<Void> begun = composer.startDictation().toCompletableFuture();
    DictationState atOnce = state();
    world.scheduler.runAll();
    dictation.last().writer.interim("thank");
    DictationState later = state();

    assertThat(atOnce).isEqualTo(new DictationState(MediaStatus.STARTING, "", true));
    assertThat(later).isEqualTo(new DictationState(MediaStatus.RUNNING, "thank", true));
    assertThat(composer.state().text()).isEqualTo("Dear Ada, thank");
    assertThat(begun).isCompleted();
    assertThat(dictation.last().request.thread()).isEqualTo(thread.key());
  }

  @Test
  @DisplayName("DICT-1: another start ends the older session")
  void oneAtATime() {
    FakeDictation.Listening older = started();
    older.writer.interim("one");

    FakeDictation.Listening newer = started();
    older.writer.transcript("late");
    newer.writer.transcript("two");
    world.scheduler.runAll();

    assertThat(older.log()).containsExactly("cancel");
    assertThat(older.writer.isClosed()).isTrue();
    assertThat(older.request.cancellation().isCancelled()).isTrue();
    assertThat(composer.state().text()).isEqualTo("one two");
  }

  @Test
  @DisplayName("DICT-1: an editor of a message can be dictated into as well")
  void inAnEditor() {
    world.model.says("Hello");
    world.send(thread, "Hi");
    EditComposer editor = thread.beginEdit(thread.message(0).id());

    editor.startDictation();
    world.scheduler.runAll();
    dictation.last().writer.transcript("there");
    String edited = editor.state().text();
    editor.cancel();
    world.scheduler.runAll();

    assertThat(edited).isEqualTo("Hi there");
    assertThat(dictation.last().log()).containsExactly("cancel");
    assertThat(composer.state().text()).isEmpty();
  }

  // ---- transcripts

  @Test
  @DisplayName("DICT-2: a final transcript is added; an interim one is replaced by the next")
  void finalAndInterim() {
    FakeDictation.Listening session = started();

    session.writer.interim("Good");
    session.writer.interim("Good mourning");
    session.writer.transcript("Good morning.");
    session.writer.interim("How");
    String text = composer.state().text();
    session.writer.interim("How are");

    assertThat(text).isEqualTo("Good morning. How");
    assertThat(composer.state().text()).isEqualTo("Good morning. How are");
    assertThat(state().interim()).isEqualTo("How are");
  }

  @Test
  @DisplayName("DICT-2: one space separates, unless the baseline is empty or ends in whitespace")
  void spaces() {
    FakeDictation.Listening session = started();
    session.writer.transcript(" One ");
    session.writer.transcript("two");
    String spaced = composer.state().text();
    composer.setText("One two\n");

    session.writer.transcript(" three");
    session.writer.transcript("  ");

    assertThat(spaced).isEqualTo("One two");
    assertThat(composer.state().text()).isEqualTo("One two\nthree");
  }

  // ---- typing

  @Test
  @DisplayName("DICT-3: typing makes the new text the baseline and drops the interim text")
  void typing() {
    FakeDictation.Listening session = started();
    session.writer.interim("Good mourning");

    composer.setText("Good morning");
    DictationState typed = state();
    session.writer.interim("Ada");

    assertThat(typed.interim()).isEmpty();
    assertThat(composer.state().text()).isEqualTo("Good morning Ada");
  }

  @Test
  @DisplayName("DICT-3: so does restoring a draft that was not sent")
  void restoring() {
    world.history.failWrites(1);
    composer.setText("Not sent");
    composer.send();
    composer.setText("Other");
    world.scheduler.runAll();
    composer.setText("");
    FakeDictation.Listening session = started();
    session.writer.interim("  ");

    composer.restore(composer.state().unsent().get(0).id());
    session.writer.transcript("at all");

    assertThat(composer.state().text()).isEqualTo("Not sent at all");
  }

  // ---- the end

  @Test
  @DisplayName("DICT-4: stopDictation ends it; what is understood until then is still written")
  void stop() {
    FakeDictation.Listening session = started();
    session.writer.interim("Good mour");
    session.whenStopped(() -> session.writer.transcript("Good morning"));

    CompletableFuture<Void> stopped = composer.stopDictation().toCompletableFuture();
    world.scheduler.runAll();
    session.writer.transcript("too late");

    assertThat(composer.state().text()).isEqualTo("Good morning");
    assertThat(stateOrNone()).isNull();
    assertThat(stopped).isCompleted();
    assertThat(session.log()).containsExactly("stop");
  }

  @Test
  @DisplayName("DICT-4: stopping twice, or with nobody dictating, does no harm")
  void stopTwice() {
    CompletableFuture<Void> nobody = composer.stopDictation().toCompletableFuture();
    FakeDictation.Listening session = started();

    composer.stopDictation();
    composer.stopDictation();
    world.scheduler.runAll();
    composer.stopDictation();

    assertThat(nobody).isCompleted();
    assertThat(session.log()).containsExactly("stop");
  }

  @Test
  @DisplayName("DICT-4: it ends with the session; what was previewed last stays")
  void sessionEnds() {
    FakeDictation.Listening session = started();
    session.writer.interim("Good");

    session.writer.ended();

    assertThat(stateOrNone()).isNull();
    assertThat(composer.state().text()).isEqualTo("Good");
    assertThat(session.log()).isEmpty();
  }

  @Test
  @DisplayName("DICT-4, DICT-5: send takes the text with the interim part, and ends it at once")
  void send() {
    FakeDictation.Listening session = started();
    session.writer.transcript("Good");
    session.writer.interim("morning");
    world.model.says("Hello");

    ComposerSend send = composer.send().orElseThrow();
    DictationState atOnce = stateOrNone();
    session.writer.transcript("morning Ada");
    RunOutcome outcome = world.finish(send.run().orElseThrow()).outcome();

    assertThat(outcome).isEqualTo(RunOutcome.COMPLETE);
    assertThat(thread.message(0).text()).isEqualTo("Good morning");
    assertThat(atOnce).isNull();
    assertThat(composer.state().text()).isEmpty();
    assertThat(session.log()).containsExactly("cancel");
  }

  @Test
  @DisplayName("DICT-5: reset ends it at once, and the next transcript brings nothing back")
  void reset() {
    FakeDictation.Listening session = started();
    session.writer.transcript("Good");

    composer.reset();
    session.writer.transcript("morning");
    session.writer.interim("Ada");
    world.scheduler.runAll();

    assertThat(composer.state().text()).isEmpty();
    assertThat(stateOrNone()).isNull();
    assertThat(session.log()).containsExactly("cancel");
    assertThat(session.request.cancellation().isCancelled()).isTrue();
  }

  @Test
  @DisplayName("DICT-5: one that is ended before the adapter has come back is cancelled then")
  void endedWhileStarting() {
    dictation.script((request, writer) -> {
      composer.reset();
      assertThat(request.cancellation().isCancelled()).isTrue();
      writer.transcript("too late");
      return dictation.keep(request, writer);
    });

    composer.startDictation();
    world.scheduler.runAll();

    assertThat(dictation.last().log()).containsExactly("cancel");
    assertThat(composer.state().text()).isEmpty();
  }

  @Test
  @DisplayName("DICT-5: a reset while it stops drops what is still understood")
  void resetWhileStopping() {
    FakeDictation.Listening session = started();
    session.whenStopped(() -> {
      composer.reset();
      session.writer.transcript("late");
    });

    composer.stopDictation();
    world.scheduler.runAll();

    assertThat(composer.state().text()).isEmpty();
    assertThat(stateOrNone()).isNull();
    assertThat(session.log()).containsExactly("stop", "cancel");
  }

  @Test
  @DisplayName("DICT-5: no timer outlives it")
  void noTimer() {
    int before = world.scheduler.timerCount();

    FakeDictation.Listening session = started();
    int meanwhile = world.scheduler.timerCount();
    session.writer.ended();

    assertThat(meanwhile).isEqualTo(before);
    assertThat(world.scheduler.timerCount()).isEqualTo(before);
  }

  // ---- errors

  @Test
  @DisplayName("DICT-6: an error is in the state until the next start; the text stays")
  void error() {
    FakeDictation.Listening session = started();
    session.writer.transcript("Good");

    session.writer.failed(new IllegalStateException("Microphone gone"));
    composer.setText("Good.");
    DictationState failed = state();
    started();
    DictationState next = state();

    assertThat(failed.status().reason()).isEqualTo(MediaStatus.Reason.ERROR);
    assertThat(failed.status().error()).isNotNull();
    assertThat(failed.status().error().message()).isEqualTo("Microphone gone");
    assertThat(failed.isInputDisabled()).isFalse();
    assertThat(composer.state().text()).isEqualTo("Good.");
    assertThat(next.status().error()).isNull();
  }

  @Test
  @DisplayName("DICT-6: a failing start leaves no live session, and the caller gets it")
  void startFails() {
    IllegalStateException failure = new IllegalStateException("No microphone");
    dictation.script((request, writer) -> {
      throw failure;
    });

    CompletableFuture<Void> begun = composer.startDictation().toCompletableFuture();
    world.scheduler.runAll();

    assertThat(begun).failsWithin(Duration.ZERO).withThrowableThat().withCause(failure);
    assertThat(state().status().isEnded()).isTrue();
    assertThat(thread.live().closeIfIdle()).isTrue();
  }

  @Test
  @DisplayName("DICT-6: a failing stop still ends it")
  void stopFails() {
    FakeDictation.Listening session = started();
    session.writer.transcript("Good");
    IllegalStateException failure = new IllegalStateException("Stuck");
    session.whenStopped(() -> {
      throw failure;
    });

    CompletableFuture<Void> stopped = composer.stopDictation().toCompletableFuture();
    world.scheduler.runAll();
    session.writer.transcript("late");

    assertThat(stopped).failsWithin(Duration.ZERO).withThrowableThat().withCause(failure);
    assertThat(state().status().reason()).isEqualTo(MediaStatus.Reason.ERROR);
    assertThat(composer.state().text()).isEqualTo("Good");
  }

  @Test
  @DisplayName("DICT-6: sending or resetting the draft takes the error away")
  void errorGoesWithTheDraft() {
    started().writer.failed(new IllegalStateException("Microphone gone"));

    composer.reset();

    assertThat(stateOrNone()).isNull();
  }

  // ---- events, and what else

  @Test
  @DisplayName("DICT-1: each change is announced by one ComposerChanged, and no change by none")
  void events() {
    FakeDictation.Listening session = started();
    EventLog events = EventLog.of(thread);

    session.writer.running();
    session.writer.running();
    session.writer.interim("Good");
    session.writer.interim("Good");
    session.writer.transcript("Good");
    world.scheduler.runAll();

    assertThat(events.of(ThreadEvent.ComposerChanged.class))
        .extracting(changed -> changed.composer().text())
        .containsExactly("", "Good", "Good");
  }

  @Test
  @DisplayName("OPT-4: dictation can be replaced; a session under way goes on with the old one")
  void replaced() {
    LocalRuntime runtime = world.start();
    thread = runtime.threads("ada").open("other");
    composer = thread.composer();
    FakeDictation.Listening older = started();
    FakeDictation replacement = new FakeDictation();

    runtime.setDictation(replacement);
    older.writer.transcript("Still heard");
    String text = composer.state().text();
    composer.startDictation();
    world.scheduler.runAll();
    runtime.setDictation(null);

    assertThat(text).isEqualTo("Still heard");
    assertThat(older.log()).containsExactly("cancel");
    assertThat(replacement.sessions()).hasSize(1);
    assertThat(thread.state().capabilities()).doesNotContain(Capability.DICTATION);
  }

  @Test
  @DisplayName("LIST-20: a dictation keeps the live runtime")
  void keepsTheLiveRuntime() {
    started();

    boolean whileDictating = thread.live().closeIfIdle();
    composer.stopDictation();
    world.scheduler.runAll();

    assertThat(whileDictating).isFalse();
    assertThat(thread.live().closeIfIdle()).isTrue();
  }

  @Test
  @DisplayName("DICT-4: an adapter that listens inside the call needs no session of its own")
  void listensInsideTheCall() {
    dictation.script((request, writer) -> {
      for (String phrase : List.of("One", "two")) {
        writer.transcript(phrase);
      }
      writer.ended();
      return DictationSession.OVER;
    });

    composer.startDictation();
    world.scheduler.runAll();

    assertThat(composer.state().text()).isEqualTo("One two");
    assertThat(stateOrNone()).isNull();
  }
}
