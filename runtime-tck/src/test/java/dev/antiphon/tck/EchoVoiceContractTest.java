package dev.antiphon.tck;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Role;
import dev.antiphon.port.RealtimeVoiceAdapter;
import dev.antiphon.port.VoiceRequest;
import dev.antiphon.port.VoiceSession;
import dev.antiphon.port.VoiceWriter;
import dev.antiphon.thread.VoiceMode;
import java.util.concurrent.atomic.AtomicReference;

/** An adapter that hears what a test says, and says it again. */
class EchoVoiceContractTest extends RealtimeVoiceContract {

  private final AtomicReference<Echo> line = new AtomicReference<>();

  /** One session. */
  private static final class Echo implements VoiceSession {
    private final VoiceWriter writer;
    private volatile boolean isMuted;
    private volatile boolean isOver;

    Echo(VoiceRequest request, VoiceWriter writer) {
      this.writer = writer;
      request.cancellation().onCancel(() -> isOver = true);
    }

    void hear(String words) {
      if (!isMuted && !isOver) {
        writer.volume(0.5);
        writer.transcript(Role.USER, words);
        writer.mode(VoiceMode.SPEAKING);
        writer.interim(Role.ASSISTANT, words);
        writer.transcript(Role.ASSISTANT, words);
        writer.mode(VoiceMode.LISTENING);
      }
    }

    @Override
    public void mute() {
      isMuted = true;
    }

    @Override
    public void unmute() {
      isMuted = false;
    }

    @Override
    public void disconnect() {
      isOver = true;
    }
  }

  @Override
  protected RealtimeVoiceAdapter open() {
    return (request, writer) -> {
      Echo echo = new Echo(request, writer);
      line.set(echo);
      writer.running();
      return echo;
    };
  }

  @Override
  protected void say(String words) {
    requireNonNull(line.get(), "line").hear(words);
  }
}
