package dev.antiphon.testing;

import dev.antiphon.port.DictationAdapter;
import dev.antiphon.port.DictationRequest;
import dev.antiphon.port.DictationSession;
import dev.antiphon.port.DictationWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A dictation adapter without a microphone: a test says what is heard, and sees what the session is
 * told.
 *
 * <p><b>Threads.</b> For one thread.
 */
public final class FakeDictation implements DictationAdapter {

  private final List<Listening> sessions = new ArrayList<>();
  private final boolean disablesInput;
  private DictationAdapter script = (request, writer) -> keep(request, writer);

  /** Makes an adapter that begins each session and leaves the rest to the test. */
  public FakeDictation() {
    this(false);
  }

  /**
   * Makes an adapter.
   *
   * @param disablesInput whether a person should not type meanwhile
   */
  public FakeDictation(boolean disablesInput) {
    this.disablesInput = disablesInput;
  }

  /** One session. */
  public static final class Listening implements DictationSession {

    /** What was asked. */
    public final DictationRequest request;

    /** To tell what is heard. */
    public final DictationWriter writer;

    private final List<String> log = new ArrayList<>();
    private Action whenStopped = () -> {};

    private Listening(DictationRequest request, DictationWriter writer) {
      this.request = request;
      this.writer = writer;
    }

    /** Returns what the session was told, in order. */
    public List<String> log() {
      return log;
    }

    /**
     * Sets what happens while it is stopped.
     *
     * @param action what happens
     */
    public void whenStopped(Action action) {
      whenStopped = action;
    }

    @Override
    public void stop() throws Exception {
      log.add("stop");
      whenStopped.run();
    }

    @Override
    public void cancel() {
      log.add("cancel");
    }
  }

  /**
   * Sets what happens when somebody is to be listened to; {@link #keep} is what happens else.
   *
   * @param replacement what happens
   */
  public void script(DictationAdapter replacement) {
    script = replacement;
  }

  @Override
  public DictationSession listen(DictationRequest request, DictationWriter writer)
      throws Exception {
    return script.listen(request, writer);
  }

  @Override
  public boolean disablesInput() {
    return disablesInput;
  }

  /**
   * Keeps a session for the test.
   *
   * @param request what is asked
   * @param writer to tell what is heard
   */
  public Listening keep(DictationRequest request, DictationWriter writer) {
    Listening session = new Listening(request, writer);
    sessions.add(session);
    return session;
  }

  /** Returns the sessions, oldest first. */
  public List<Listening> sessions() {
    return sessions;
  }

  /** Returns the newest session. */
  public Listening last() {
    return sessions.get(sessions.size() - 1);
  }
}
