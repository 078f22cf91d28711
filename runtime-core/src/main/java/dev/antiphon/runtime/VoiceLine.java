package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Role;
import dev.antiphon.port.VoiceSession;
import dev.antiphon.port.VoiceWriter;
import dev.antiphon.thread.VoiceMode;

/** What the adapter of one voice session is given to tell what it hears; dead when that is over. */
final class VoiceLine implements VoiceWriter {

  private final VoiceTalk talk;
  private final MediaSession<VoiceSession> session;

  VoiceLine(VoiceTalk talk, MediaSession<VoiceSession> session) {
    this.talk = talk;
    this.session = session;
  }

  @Override
  public void interim(Role role, String text) {
    checkSpeaker(role);
    requireNonNull(text, "text");
    session.apply(() -> talk.interim(role, text));
  }

  @Override
  public void transcript(Role role, String text) {
    checkSpeaker(role);
    requireNonNull(text, "text");
    session.apply(() -> talk.transcript(role, text));
  }

  private static void checkSpeaker(Role role) {
    if (role != Role.USER && role != Role.ASSISTANT) {
      throw new IllegalArgumentException(
          "A user or an assistant speaks, but this is said by " + role + ".");
    }
  }

  @Override
  public void mode(VoiceMode mode) {
    requireNonNull(mode, "mode");
    session.apply(() -> talk.mode(mode));
  }

  @Override
  public void volume(double volume) {
    session.apply(() -> talk.volume(volume));
  }

  @Override
  public void running() {
    session.running();
  }

  @Override
  public void ended() {
    session.ended();
  }

  @Override
  public void failed(Throwable cause) {
    session.failed(cause);
  }

  @Override
  public boolean isClosed() {
    return session.isClosed();
  }
}
