package dev.antiphon.testing;

import dev.antiphon.port.RealtimeVoiceAdapter;
import dev.antiphon.port.VoiceRequest;
import dev.antiphon.port.VoiceSession;
import dev.antiphon.port.VoiceWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A voice adapter without sound: a test says what is heard, and sees what the session is told.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class FakeVoice implements RealtimeVoiceAdapter {

  private final List<Call> calls = new ArrayList<>();
  private RealtimeVoiceAdapter script = (request, writer) -> keep(request, writer);

  /** Makes an adapter that connects each session and leaves the rest to the test. */
  public FakeVoice() {}

  /** One session. */
  public static final class Call implements VoiceSession {

    /** What was asked. */
    public final VoiceRequest request;

    /** To tell what is heard. */
    public final VoiceWriter writer;

    private final List<String> log = new ArrayList<>();
    private Exception failsNext = new Exception();
    private boolean isFailing;

    private Call(VoiceRequest request, VoiceWriter writer) {
      this.request = request;
      this.writer = writer;
    }

    /** Returns what the session was told, in order. */
    public List<String> log() {
      return log;
    }

    /**
     * Has the next call fail.
     *
     * @param failure with what
     */
    public void failNext(Exception failure) {
      failsNext = failure;
      isFailing = true;
    }

    private void told(String what) throws Exception {
      log.add(what);
      if (isFailing) {
        isFailing = false;
        throw failsNext;
      }
    }

    @Override
    public void mute() throws Exception {
      told("mute");
    }

    @Override
    public void unmute() throws Exception {
      told("unmute");
    }

    @Override
    public void disconnect() throws Exception {
      told("disconnect");
    }
  }

  /**
   * Sets what happens when a session is to be connected; {@link #keep} is what happens else.
   *
   * @param replacement what happens
   */
  public void script(RealtimeVoiceAdapter replacement) {
    script = replacement;
  }

  @Override
  public VoiceSession connect(VoiceRequest request, VoiceWriter writer) throws Exception {
    return script.connect(request, writer);
  }

  /**
   * Keeps a session for the test.
   *
   * @param request what is asked
   * @param writer to tell what is heard
   */
  public Call keep(VoiceRequest request, VoiceWriter writer) {
    Call call = new Call(request, writer);
    calls.add(call);
    return call;
  }

  /** Returns the sessions, oldest first. */
  public List<Call> calls() {
    return calls;
  }

  /** Returns the newest session. */
  public Call last() {
    return calls.get(calls.size() - 1);
  }
}
