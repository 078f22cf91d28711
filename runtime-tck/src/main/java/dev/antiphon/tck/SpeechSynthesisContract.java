package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.SpeechRequest;
import dev.antiphon.port.SpeechSynthesisAdapter;
import dev.antiphon.port.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SpeechSynthesisAdapter} promises. Extend it and say how to open yours. Whether
 * anything is heard is for a person to say.
 *
 * <p><b>Threads.</b> Calls the adapter on threads of its own, as the runtime does.
 */
@PortContract(SpeechSynthesisAdapter.class)
public abstract class SpeechSynthesisContract {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");

  /** Makes the contract. */
  protected SpeechSynthesisContract() {}

  /** Opens an adapter. */
  protected abstract SpeechSynthesisAdapter open();

  /** Returns a text that takes longer to read than a test waits for it: ten minutes or so. */
  protected String longText() {
    return "This is a sentence that takes about three seconds to read. ".repeat(200);
  }

  /** One text that is being read. */
  private static final class Reading {
    private final SwitchedCancellation cancellation = new SwitchedCancellation();
    private final ObservedSession session = new ObservedSession();
    private final FutureTask<Utterance> call;

    Reading(SpeechSynthesisAdapter adapter, String text) {
      SpeechRequest request = new SpeechRequest(THREAD, new MessageId("m"), text, cancellation);
      this.call = Aside.begin(() -> adapter.speak(request, session));
    }

    /** Cancels as the runtime does: by both ways, the second one once there is an utterance. */
    void cancel() throws Exception {
      cancellation.cancel();
      Aside.end(call);
      if (!session.isClosed() && isReturned()) {
        Aside.result(call).cancel();
      }
    }

    private boolean isReturned() {
      try {
        call.get();
        return true;
      } catch (Exception failed) {
        return false;
      }
    }

    void requireRead() throws Exception {
      assertThat(Aside.result(call)).isNotNull();
      assertThat(session.isEndedWithin(Aside.PATIENCE)).as("the end is told").isTrue();
      assertThat(session.failures()).isEmpty();
      assertThat(session.told()).endsWith("ended").containsOnlyOnce("ended");
    }
  }

  @Test
  @DisplayName("SPEECH-2: a text is read, and its end is told once, after all else")
  final void read() throws Exception {
    new Reading(open(), "Good morning.").requireRead();
  }

  @Test
  @DisplayName("SPEECH-1: any text is read, also one that is empty or looks like something else")
  final void oddTexts() throws Exception {
    SpeechSynthesisAdapter adapter = open();
    List<String> texts = new ArrayList<>(SampleTexts.odd());
    texts.addAll(
        List.of("", " ", "-v", "--help", "<speak>Hi</speak>", "line one\nline two", "|ls"));

    for (String text : texts) {
      new Reading(adapter, text).requireRead();
    }
  }

  @Test
  @DisplayName("SPEECH-2: an utterance that is cancelled in its middle comes back at once")
  final void cancelled() throws Exception {
    Reading reading = new Reading(open(), longText());

    reading.cancel();

    assertThat(reading.call).isDone();
  }

  @Test
  @DisplayName("SPEECH-2: one that is cancelled before it begins does too")
  final void cancelledBefore() throws Exception {
    SpeechSynthesisAdapter adapter = open();
    SwitchedCancellation cancellation = new SwitchedCancellation();
    cancellation.cancel();
    ObservedSession session = new ObservedSession();

    FutureTask<Utterance> call = Aside.begin(() -> adapter.speak(
        new SpeechRequest(THREAD, new MessageId("m"), longText(), cancellation), session));

    Aside.end(call);
    assertThat(call).isDone();
  }

  @Test
  @DisplayName("SPEECH-2: after a cancelled utterance the next one is read to its end")
  final void nextOne() throws Exception {
    SpeechSynthesisAdapter adapter = open();
    new Reading(adapter, longText()).cancel();

    new Reading(adapter, "Good evening.").requireRead();
  }

  @Test
  @DisplayName("SPEECH-2: utterances of several threads do not disturb each other")
  final void together() throws Exception {
    SpeechSynthesisAdapter adapter = open();
    Reading cancelled = new Reading(adapter, longText());
    Reading first = new Reading(adapter, "One.");
    Reading second = new Reading(adapter, "Two.");

    cancelled.cancel();

    first.requireRead();
    second.requireRead();
  }
}
