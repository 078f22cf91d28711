package dev.antiphon.tck;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Role;
import dev.antiphon.port.RealtimeVoiceAdapter;
import dev.antiphon.port.VoiceSession;
import dev.antiphon.port.VoiceWriter;
import dev.antiphon.thread.VoiceMode;
import java.util.concurrent.atomic.AtomicReference;

class FakeVoiceContractTest extends RealtimeVoiceContract {

  private final AtomicReference<Talk> talk = new AtomicReference<>();

  /** A model that repeats what it hears. */
  private static final class Talk implements VoiceSession {
    private final VoiceWriter writer;
    private boolean isMuted;
    private boolean isOver;

    Talk(VoiceWriter writer) {
      this.writer = writer;
    }

    synchronized void hear(String words) {
      if (!isMuted && !isOver) {
        writer.mode(VoiceMode.LISTENING);
        writer.volume(0.5);
        writer.transcript(Role.USER, words);
        writer.mode(VoiceMode.SPEAKING);
        writer.interim(Role.ASSISTANT, "You");
        writer.transcript(Role.ASSISTANT, "You said " + words);
      }
    }

    @Override
    public synchronized void mute() {
      isMuted = true;
    }

    @Override
    public synchronized void unmute() {
      isMuted = false;
    }

    @Override
    public synchronized void disconnect() {
      isOver = true;
    }
  }

  @Override
  protected RealtimeVoiceAdapter open() {
    return (request, writer) -> {
      request.cancellation().throwIfCancelled();
      Talk begun = new Talk(writer);
      request.cancellation().onCancel(begun::disconnect);
      talk.set(begun);
      writer.running();
      return begun;
    };
  }

  @Override
  protected void say(String words) {
    requireNonNull(talk.get(), "nobody is connected").hear(words);
  }
}
