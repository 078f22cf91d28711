package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.DictationAdapter;
import dev.antiphon.port.DictationRequest;
import dev.antiphon.port.DictationSession;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DictationAdapter} promises. Extend it, and say how to open yours and how to
 * have it hear something: a recording, say.
 *
 * <p><b>Threads.</b> Calls the adapter on threads of its own, as the runtime does.
 */
@PortContract(DictationAdapter.class)
public abstract class DictationContract {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");

  /** Makes the contract. */
  protected DictationContract() {}

  /** Opens an adapter. Its sessions are let go of by the test. */
  protected abstract DictationAdapter open();

  /**
   * Has the session that was begun last hear words, as one phrase; returns when they were said.
   * Does nothing if that session is over.
   *
   * @param words the words, in lower case
   */
  protected abstract void say(String words) throws Exception;

  /** One session that has begun. */
  private static final class Listening {
    private final SwitchedCancellation cancellation = new SwitchedCancellation();
    private final ObservedSession writer = new ObservedSession();
    private final DictationSession session;

    Listening(DictationAdapter adapter) throws Exception {
      DictationRequest request = new DictationRequest(THREAD, cancellation);
      this.session = Aside.result(Aside.begin(() -> adapter.listen(request, writer)));
    }

    void stop() throws Exception {
      if (!writer.isClosed()) {
        Aside.result(Aside.begin(() -> {
          session.stop();
          return true;
        }));
      }
    }

    void cancel() throws Exception {
      cancellation.cancel();
      Aside.result(Aside.begin(() -> {
        session.cancel();
        return true;
      }));
    }
  }

  @Test
  @DisplayName("DICT-2: what is said is written, as it stays, when the session has stopped")
  final void written() throws Exception {
    Listening listening = new Listening(open());

    say("good morning");
    listening.stop();

    assertThat(listening.writer.hasHeard("final", "good morning"))
        .as("%s", listening.writer.told())
        .isTrue();
  }

  @Test
  @DisplayName("DICT-2: each phrase is written once, in the order in which they were said")
  final void phrases() throws Exception {
    Listening listening = new Listening(open());

    say("good morning");
    say("how are you");
    listening.stop();

    List<String> phrases = listening.writer.told().stream()
        .filter(told -> told.startsWith("final: "))
        .map(told -> told.substring("final: ".length()).strip().toLowerCase(java.util.Locale.ROOT))
        .toList();
    assertThat(String.join(" ", phrases).replaceAll("[^a-z ]", ""))
        .isEqualTo("good morning how are you");
  }

  @Test
  @DisplayName("DICT-4: nothing is written once a stop has returned")
  final void stopped() throws Exception {
    Listening listening = new Listening(open());
    say("good morning");
    listening.stop();
    List<String> before = transcripts(listening);

    say("too late");

    assertThat(transcripts(listening)).isEqualTo(before);
    assertThat(listening.writer.failures()).isEmpty();
  }

  @Test
  @DisplayName("DICT-5: nothing is written once a session was cancelled")
  final void cancelled() throws Exception {
    Listening listening = new Listening(open());
    listening.cancel();
    List<String> before = transcripts(listening);

    say("too late");

    assertThat(transcripts(listening)).isEqualTo(before);
  }

  @Test
  @DisplayName("DICT-5: one that is cancelled before it begins comes back at once")
  final void cancelledBefore() throws Exception {
    DictationAdapter adapter = open();
    SwitchedCancellation cancellation = new SwitchedCancellation();
    cancellation.cancel();

    FutureTask<DictationSession> call = Aside.begin(
        () -> adapter.listen(new DictationRequest(THREAD, cancellation), new ObservedSession()));

    Aside.end(call);
    assertThat(call).isDone();
  }

  @Test
  @DisplayName("DICT-1: after a session that was cancelled there can be another one")
  final void nextOne() throws Exception {
    DictationAdapter adapter = open();
    new Listening(adapter).cancel();
    Listening next = new Listening(adapter);

    say("good evening");
    next.stop();

    assertThat(next.writer.hasHeard("final", "good evening")).isTrue();
  }

  private static List<String> transcripts(Listening listening) {
    return listening.writer.told().stream().filter(told -> told.contains(": ")).toList();
  }
}
