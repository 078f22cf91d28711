package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.DictationAdapter;
import dev.antiphon.port.DictationRequest;
import dev.antiphon.port.DictationSession;
import dev.antiphon.tck.SessionRecorder.Told;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DictationAdapter} promises. Extend it, say how to open yours, and say something
 * into its microphone when asked to.
 */
@PortContract(DictationAdapter.class)
public abstract class DictationContract {

  private DictationAdapter adapter;

  /** Makes the contract; {@link #open} is called before each test. */
  @SuppressWarnings("NullAway.Init") // openAdapter() sets the adapter before each test
  protected DictationContract() {}

  /** Opens an adapter whose {@code listen} returns at once. */
  protected abstract DictationAdapter open();

  /**
   * Says a phrase into the microphone of the session that was begun last, and then is silent.
   *
   * @param words the phrase
   */
  protected abstract void say(String words);

  /**
   * Returns whether what was written is what was said.
   *
   * @param said the phrase
   * @param written what came of it
   */
  protected boolean isSame(String said, String written) {
    return said.equalsIgnoreCase(written.strip().replaceAll("[.,!?]", ""));
  }

  @BeforeEach
  final void openAdapter() {
    adapter = open();
  }

  @Test
  @DisplayName("DICT-2: a phrase comes as one final transcript, interim ones before it")
  final void transcript() throws Exception {
    Session session = new Session();

    say("good morning");
    session.awaitPhrase("good morning");
    say("good night");
    session.awaitPhrase("good night");

    List<Told> finals = session.recorder.told().stream()
        .filter(told -> told.kind().equals("transcript"))
        .toList();
    assertThat(finals).hasSize(2);
    assertThat(session.recorder.told())
        .filteredOn(told -> told.kind().equals("interim"))
        .noneMatch(told -> isSame("good morning good night", told.text()));
    session.session.cancel();
  }

  @Test
  @DisplayName("DICT-4: to stop writes what was said before; then it is over")
  final void stop() throws Exception {
    Session session = new Session();
    say("good morning");

    session.session.stop();

    assertThat(session.recorder.told())
        .as("when stop has returned, all is written")
        .anyMatch(told -> told.kind().equals("transcript") && isSame("good morning", told.text()));
    assertThat(session.recorder.kinds()).doesNotContain("failed");
  }

  @Test
  @DisplayName("DICT-5: to cancel ends at once: what is said then is not written")
  final void cancel() throws Exception {
    Session session = new Session();

    session.recorder.close();
    session.cancellation.cancel();
    session.session.cancel();
    Session next = new Session();
    say("good night");
    next.awaitPhrase("good night");

    assertThat(session.recorder.kinds()).doesNotContain("transcript");
    assertThat(session.recorder.late()).noneMatch(told -> isSame("good night", told.text()));
    next.session.cancel();
  }

  @Test
  @DisplayName("DICT-5: whoever does not want to be listened to any more when it begins is not")
  final void cancelledBefore() {
    SessionRecorder recorder = new SessionRecorder();
    recorder.close();

    Throwable thrown = catchThrowable(() -> {
      DictationSession session =
          adapter.listen(request(SwitchedCancellation.cancelled()), recorder);
      session.cancel();
    });

    assertThat(recorder.late())
        .as("thrown: %s", thrown)
        .noneMatch(told -> told.kind().equals("running"));
  }

  @Test
  @DisplayName("DICT-1: whether typing is off while it listens is a settled matter")
  final void disablesInput() {
    assertThat(adapter.disablesInput()).isEqualTo(open().disablesInput());
  }

  private static DictationRequest request(SwitchedCancellation cancellation) {
    return new DictationRequest(new ThreadKey("alice", "thread-1"), cancellation);
  }

  /** Somebody who is listened to. */
  private final class Session {
    private final SessionRecorder recorder = new SessionRecorder();
    private final SwitchedCancellation cancellation = new SwitchedCancellation();
    private final DictationSession session;

    Session() throws Exception {
      session = adapter.listen(request(cancellation), recorder);
    }

    void awaitPhrase(String said) throws InterruptedException {
      recorder.await(
          "the transcript of '" + said + "'",
          told -> told.kind().equals("transcript") && isSame(said, told.text()));
    }
  }
}
