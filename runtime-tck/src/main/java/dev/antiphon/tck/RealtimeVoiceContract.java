package dev.antiphon.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.message.Role;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RealtimeVoiceAdapter;
import dev.antiphon.port.VoiceRequest;
import dev.antiphon.port.VoiceSession;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RealtimeVoiceAdapter} promises. Extend it, and say how to open yours and how to
 * have it hear something.
 *
 * <p><b>Threads.</b> Calls the adapter on threads of its own, as the runtime does.
 */
@PortContract(RealtimeVoiceAdapter.class)
public abstract class RealtimeVoiceContract {

  private static final ThreadKey THREAD = new ThreadKey("alice", "thread-1");

  /** Makes the contract. */
  protected RealtimeVoiceContract() {}

  /** Opens an adapter. Its sessions are let go of by the test. */
  protected abstract RealtimeVoiceAdapter open();

  /**
   * Has the session that was begun last hear words of the user, as one turn; returns when they were
   * said and understood. Does nothing if that session is over.
   *
   * @param words the words, in lower case
   */
  protected abstract void say(String words) throws Exception;

  /** One session that is connected. */
  private static final class Line {
    private final SwitchedCancellation cancellation = new SwitchedCancellation();
    private final ObservedSession writer = new ObservedSession();
    private final VoiceSession session;

    Line(RealtimeVoiceAdapter adapter) throws Exception {
      VoiceRequest request = new VoiceRequest(
          THREAD,
          List.of(SampleMessages.user("u", "Hi"), SampleMessages.assistant("a", "Hello")),
          cancellation);
      this.session = Aside.result(Aside.begin(() -> adapter.connect(request, writer)));
    }

    /** Ends it as the runtime does. */
    void disconnect() throws Exception {
      cancellation.cancel();
      call(session::disconnect);
    }

    void call(Call call) throws Exception {
      Aside.result(Aside.begin(() -> {
        call.run();
        return true;
      }));
    }

    /** Something that a session is told. */
    private interface Call {
      void run() throws Exception;
    }
  }

  @Test
  @DisplayName("VOICE-2: what the user has said is written as it stays")
  final void heard() throws Exception {
    Line line = new Line(open());

    say("good morning");
    List<String> told = line.writer.told();
    boolean isHeard = line.writer.hasHeard(Role.USER.toString(), "good morning");
    line.disconnect();

    assertThat(isHeard).as("%s", told).isTrue();
  }

  @Test
  @DisplayName("VOICE-7: a session can be muted and unmuted, also twice")
  final void muted() throws Exception {
    Line line = new Line(open());

    line.call(line.session::mute);
    line.call(line.session::mute);
    line.call(line.session::unmute);
    line.call(line.session::unmute);
    say("can you hear me");
    boolean isHeard = line.writer.hasHeard(Role.USER.toString(), "can you hear me");
    line.disconnect();

    assertThat(isHeard).isTrue();
  }

  @Test
  @DisplayName("VOICE-7: nothing of what the user says gets through while it is muted")
  final void nothingWhileMuted() throws Exception {
    Line line = new Line(open());

    line.call(line.session::mute);
    say("a secret");
    boolean isHeard = line.writer.hasHeard(Role.USER.toString(), "a secret");
    line.disconnect();

    assertThat(isHeard).isFalse();
  }

  @Test
  @DisplayName("VOICE-6: nothing is told once it was disconnected")
  final void disconnected() throws Exception {
    Line line = new Line(open());
    line.disconnect();
    List<String> before = words(line);

    say("too late");

    assertThat(words(line)).isEqualTo(before);
    assertThat(line.writer.failures()).isEmpty();
  }

  @Test
  @DisplayName("VOICE-7: one that is cancelled before it is connected comes back at once")
  final void cancelledBefore() throws Exception {
    RealtimeVoiceAdapter adapter = open();
    SwitchedCancellation cancellation = new SwitchedCancellation();
    cancellation.cancel();

    FutureTask<VoiceSession> call = Aside.begin(() ->
        adapter.connect(new VoiceRequest(THREAD, List.of(), cancellation), new ObservedSession()));

    Aside.end(call);
    assertThat(call).isDone();
  }

  @Test
  @DisplayName("VOICE-1: after a session there can be another one")
  final void nextOne() throws Exception {
    RealtimeVoiceAdapter adapter = open();
    new Line(adapter).disconnect();
    Line next = new Line(adapter);

    say("good evening");
    boolean isHeard = next.writer.hasHeard(Role.USER.toString(), "good evening");
    next.disconnect();

    assertThat(isHeard).isTrue();
  }

  private static List<String> words(Line line) {
    return line.writer.told().stream().filter(told -> told.contains(": ")).toList();
  }
}
