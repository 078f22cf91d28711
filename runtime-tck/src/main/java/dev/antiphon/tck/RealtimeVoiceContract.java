package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RealtimeVoiceAdapter;
import dev.antiphon.port.VoiceRequest;
import dev.antiphon.port.VoiceSession;
import dev.antiphon.tck.SessionRecorder.Told;
import dev.antiphon.thread.VoiceMode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RealtimeVoiceAdapter} promises. Extend it, say how to open yours, and say
 * something into its microphone when asked to.
 */
@PortContract(RealtimeVoiceAdapter.class)
public abstract class RealtimeVoiceContract {

  private static final String USER = "transcript USER";
  private static final String ASSISTANT = "transcript ASSISTANT";

  private RealtimeVoiceAdapter adapter;

  /** Makes the contract; {@link #open} is called before each test. */
  @SuppressWarnings("NullAway.Init") // openAdapter() sets the adapter before each test
  protected RealtimeVoiceContract() {}

  /** Opens an adapter whose {@code connect} returns once it is connected. */
  protected abstract RealtimeVoiceAdapter open();

  /**
   * Says something into the microphone of the session that was begun last, so that the model
   * answers it.
   *
   * @param words what to say
   */
  protected abstract void say(String words);

  /**
   * Returns whether what was written is what was said.
   *
   * @param said the words
   * @param written what came of them
   */
  protected boolean isSame(String said, String written) {
    String letters = written.toLowerCase(Locale.ROOT).replaceAll("[.,!?]", "");
    return letters.strip().equals(said.toLowerCase(Locale.ROOT));
  }

  @BeforeEach
  final void openAdapter() {
    adapter = open();
  }

  @Test
  @DisplayName("VOICE-1: a session says that it is ready, and whose turn it is")
  final void ready() throws Exception {
    Session session = new Session(List.of());

    say("good morning");
    session.awaitTranscript(USER);
    session.awaitTranscript(ASSISTANT);

    assertThat(session.recorder.kinds()).contains("running");
    assertThat(session.recorder.told())
        .filteredOn(told -> told.kind().equals("mode"))
        .extracting(Told::text)
        .contains(VoiceMode.SPEAKING.name());
    assertThat(session.recorder.isVolumeRight()).isTrue();
    session.session.disconnect();
  }

  @Test
  @DisplayName("VOICE-2: what the person said comes before what the model answers, each once")
  final void transcripts() throws Exception {
    Session session = new Session(List.of(
        SampleMessages.user("q", "Who are you?"), SampleMessages.assistant("a", "A model.")));

    say("good morning");
    session.awaitTranscript(ASSISTANT);

    List<Told> finals = session.recorder.told().stream()
        .filter(told -> told.kind().startsWith("transcript"))
        .toList();
    assertThat(finals).extracting(Told::kind).containsExactly(USER, ASSISTANT);
    assertThat(isSame("good morning", finals.get(0).text())).isTrue();
    assertThat(finals.get(1).text()).isNotBlank();
    session.session.disconnect();
  }

  @Test
  @DisplayName("VOICE-7: what is said while it is muted is never heard")
  final void mute() throws Exception {
    Session session = new Session(List.of());

    session.session.mute();
    say("a secret");
    session.session.unmute();
    say("good morning");
    session.awaitTranscript(ASSISTANT);

    assertThat(session.recorder.told())
        .filteredOn(told -> told.kind().equals(USER))
        .noneMatch(told -> isSame("a secret", told.text()))
        .anyMatch(told -> isSame("good morning", told.text()));
    session.session.disconnect();
  }

  @Test
  @DisplayName("VOICE-6: once disconnected, nothing more is told")
  final void disconnect() throws Exception {
    Session session = new Session(List.of());

    session.recorder.close();
    session.cancellation.cancel();
    session.session.disconnect();
    Session next = new Session(List.of());
    say("good morning");
    next.awaitTranscript(ASSISTANT);

    assertThat(session.recorder.kinds()).doesNotContain(USER, ASSISTANT);
    assertThat(session.recorder.late()).noneMatch(told -> isSame("good morning", told.text()));
    next.session.disconnect();
  }

  @Test
  @DisplayName("VOICE-7: a session that is not wanted any more when it is set up does not stay")
  final void cancelledBefore() {
    SessionRecorder recorder = new SessionRecorder();
    recorder.close();

    Throwable thrown = catchThrowable(() -> adapter
        .connect(request(List.of(), SwitchedCancellation.cancelled()), recorder)
        .disconnect());

    assertThat(recorder.late())
        .as("thrown: %s", thrown)
        .noneMatch(told -> told.kind().equals("running"));
  }

  private static VoiceRequest request(List<Message> messages, SwitchedCancellation cancellation) {
    return new VoiceRequest(new ThreadKey("alice", "thread-1"), messages, cancellation);
  }

  /** A person and a model who talk. */
  private final class Session {
    private final SessionRecorder recorder = new SessionRecorder();
    private final SwitchedCancellation cancellation = new SwitchedCancellation();
    private final VoiceSession session;

    Session(List<Message> messages) throws Exception {
      session = adapter.connect(request(messages, cancellation), recorder);
    }

    void awaitTranscript(String kind) throws InterruptedException {
      recorder.await(kind, told -> told.kind().equals(kind));
    }
  }
}
