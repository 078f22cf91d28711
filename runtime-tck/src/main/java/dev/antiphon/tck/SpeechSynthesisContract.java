package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.SpeechRequest;
import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.port.Utterance;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SpeechSynthesisAdapter} promises. Extend it and say how to open yours, on a
 * device that may stay silent.
 */
@PortContract(SpeechSynthesisAdapter.class)
public abstract class SpeechSynthesisContract {

  /** A thread for each call, as the runtime has one. */
  private static final Executor THREADS = task -> {
    Thread thread = new Thread(task, "speech contract");
    thread.setDaemon(true);
    thread.start();
  };

  private SpeechSynthesisAdapter adapter;

  /** Makes the contract; {@link #open} is called before each test. */
  @SuppressWarnings("NullAway.Init") // openAdapter() sets the adapter before each test
  protected SpeechSynthesisContract() {}

  /** Opens an adapter. */
  protected abstract SpeechSynthesisAdapter open();

  /** Returns a text that is spoken within a few seconds. */
  protected String shortText() {
    return "Hello.";
  }

  /** Returns a text that takes minutes, so that it is cancelled before it is spoken. */
  protected String longText() {
    return "This sentence is one of a great many. ".repeat(500);
  }

  @BeforeEach
  final void openAdapter() {
    adapter = open();
  }

  @Test
  @DisplayName("SPEECH-2: a text is spoken: it may say that it begins, and says once that it ends")
  final void spoken() throws Exception {
    Session session = new Session(shortText());

    session.recorder.awaitOver();
    session.call.join();

    assertThat(session.recorder.kinds()).isIn(List.of("ended"), List.of("running", "ended"));
    assertThat(session.recorder.late()).isEmpty();
  }

  @Test
  @DisplayName("SPEECH-1: a text without words, and one of odd characters, ends too")
  final void oddTexts() throws Exception {
    for (String text : List.of("", " \n\n ", "\ud83d\ude00", "--help", "<break/> & $(x)")) {
      Session session = new Session(text);

      session.recorder.awaitOver();
      session.call.join();

      assertThat(session.recorder.kinds()).as(text).endsWith("ended");
    }
  }

  @Test
  @DisplayName("SPEECH-2: an utterance that is cancelled is over soon")
  final void cancelled() throws Exception {
    Session session = new Session(longText());

    session.cancel();

    assertThat(session.recorder.kinds()).as("before it was cancelled").doesNotContain("ended");
  }

  @Test
  @DisplayName("SPEECH-2: an utterance that is cancelled before it begins is never heard")
  final void cancelledBefore() {
    SessionRecorder recorder = new SessionRecorder();
    recorder.close();

    Throwable thrown = catchThrowable(
        () -> adapter.speak(request(longText(), SwitchedCancellation.cancelled()), recorder));

    assertThat(recorder.late())
        .as("thrown: %s", thrown)
        .noneMatch(told -> told.kind().equals("running"));
  }

  @Test
  @DisplayName("SPEECH-2: two utterances do not disturb each other: one is cancelled, one ends")
  final void twoAtATime() throws Exception {
    Session cancelled = new Session(longText());
    Session spoken = new Session(shortText());

    cancelled.cancel();
    spoken.recorder.awaitOver();
    spoken.call.join();

    assertThat(spoken.recorder.kinds()).endsWith("ended");
  }

  private static SpeechRequest request(String text, SwitchedCancellation cancellation) {
    return new SpeechRequest(
        new ThreadKey("alice", "thread-1"), new MessageId("message-1"), text, cancellation);
  }

  /** A text that is being spoken. */
  private final class Session {
    private final SessionRecorder recorder = new SessionRecorder();
    private final SwitchedCancellation cancellation = new SwitchedCancellation();
    private final CompletableFuture<Utterance> call;

    Session(String text) {
      call = CompletableFuture.supplyAsync(
          () -> {
            try {
              return adapter.speak(request(text, cancellation), recorder);
            } catch (Exception failure) {
              throw new CompletionException(failure);
            }
          },
          THREADS);
    }

    /**
     * Cancels as the runtime does: the wish is uttered, and the utterance told once there is one.
     * Whatever the call throws then, it comes back.
     */
    void cancel() throws Exception {
      recorder.close();
      cancellation.cancel();
      Utterance utterance = call.exceptionally(thrown -> Utterance.OVER).join();
      utterance.cancel();
    }
  }
}
