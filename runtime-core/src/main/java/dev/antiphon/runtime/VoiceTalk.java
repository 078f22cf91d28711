package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.port.RealtimeVoiceAdapter;
import dev.antiphon.port.VoiceRequest;
import dev.antiphon.port.VoiceSession;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.MediaStatus;
import dev.antiphon.thread.NoActiveSessionException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.VoiceMode;
import dev.antiphon.thread.VoiceState;
import dev.antiphon.thread.VoiceTranscript;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The voice session of a thread: one at a time; what is said becomes messages (rules VOICE-1 to
 * VOICE-7). Confined to the writer.
 */
final class VoiceTalk implements ThreadResource {

  private final Conversation thread;
  private final VoiceMessages messages;
  private final VolumeMeter meter;

  private @Nullable MediaSession<VoiceSession> session;
  private @Nullable MuteCalls mute;
  private @Nullable VoiceState shown;

  VoiceTalk(Conversation thread, VoiceMessages messages) {
    this.thread = thread;
    this.messages = messages;
    this.meter = new VolumeMeter(thread.env.executor());
    thread.addResource(this);
  }

  /** Returns the session, as the same object while nothing changed (rule EVT-10). */
  @Nullable
  VoiceState shown() {
    return shown;
  }

  VolumeMeter meter() {
    return meter;
  }

  // ---- connecting

  /**
   * Connects, in place of the session that there is.
   *
   * @return ends when the adapter has begun, or with why it did not
   * @throws FeatureUnavailableException if there is no adapter
   */
  CompletionStage<Void> connect() {
    return thread.writer.apply(() -> {
      thread.check("voice.connect");
      RealtimeVoiceAdapter adapter = thread.env.adapters().voice();
      if (adapter == null) {
        throw new FeatureUnavailableException(
            "voice.connect: the runtime has no RealtimeVoiceAdapter");
      }
      return thread.treeCommands.whenLoaded("voice.connect", done -> connect(adapter, done));
    });
  }

  private void connect(RealtimeVoiceAdapter adapter, CompletableFuture<Void> begun) {
    stop();
    MediaSession<VoiceSession> made =
        new MediaSession<>(thread, VoiceSession::disconnect, this::changed, begun);
    MuteCalls calls = new MuteCalls(thread, made, this::showMuted);
    session = made;
    mute = calls;
    show(new VoiceState(MediaStatus.STARTING, false, VoiceMode.LISTENING, List.of()));
    VoiceRequest request =
        new VoiceRequest(thread.key, thread.writer.tree().visible(), made.cancellation());
    VoiceLine line = new VoiceLine(this, made);
    made.begin(() -> adapter.connect(request, line), calls::callNext);
  }

  private void changed(MediaStatus status) {
    VoiceState before = requireState();
    if (!status.isEnded()) {
      show(new VoiceState(status, before.isMuted(), before.mode(), before.transcript()));
      return;
    }
    session = null;
    requireMute().close();
    mute = null;
    finishInterim(before.transcript());
    volume(0);
    show(new VoiceState(status, before.isMuted(), before.mode(), List.of()));
  }

  /** Disconnects; refused without a session (rule VOICE-7). */
  void disconnect() {
    thread.writer.run(() -> {
      thread.check("voice.disconnect");
      requireSession("voice.disconnect");
      stop();
    });
  }

  // ---- muting

  /**
   * Mutes or unmutes; at once in the state, and in the session when it is ready.
   *
   * @return ends when the session has done it or is over, or with why it could not
   */
  CompletionStage<Void> setMuted(boolean isMuted) {
    String command = isMuted ? "voice.mute" : "voice.unmute";
    return thread.writer.apply(() -> {
      thread.check(command);
      requireSession(command);
      showMuted(isMuted);
      return requireMute().call(isMuted);
    });
  }

  private void showMuted(boolean isMuted) {
    VoiceState before = requireState();
    show(new VoiceState(before.status(), isMuted, before.mode(), before.transcript()));
  }

  // ---- what the adapter tells

  void mode(VoiceMode mode) {
    VoiceState before = requireState();
    show(new VoiceState(before.status(), before.isMuted(), mode, before.transcript()));
  }

  void volume(double volume) {
    meter.set(volume);
    thread.writer.afterwards(meter::wake);
  }

  /** Shows what somebody is saying; a user who begins to speak ends the turn of the model. */
  void interim(Role role, String text) {
    List<VoiceTranscript> live = new ArrayList<>(requireState().transcript());
    VoiceTranscript now = new VoiceTranscript(role, text);
    int index = indexOf(role, live);
    if (text.isBlank()) {
      live.removeIf(each -> each.role() == role);
    } else if (index >= 0) {
      live.set(index, now);
    } else {
      if (role == Role.USER) {
        finishInterim(live);
        live.clear();
      }
      live.add(now);
    }
    showTranscript(live);
  }

  /** Makes a message of what somebody has said (rule VOICE-2). */
  void transcript(Role role, String text) {
    List<VoiceTranscript> live = new ArrayList<>(requireState().transcript());
    live.removeIf(each -> each.role() == role);
    if (!text.isBlank()) {
      if (role == Role.USER) {
        finishInterim(live);
        live.clear();
      }
      messages.add(role, text, role == Role.USER ? null : Status.STOP);
    }
    showTranscript(live);
  }

  /** Makes a message of what the model was saying, not of what the user was (rule VOICE-3). */
  private void finishInterim(List<VoiceTranscript> live) {
    live.stream()
        .filter(each -> each.role() == Role.ASSISTANT)
        .forEach(each -> messages.add(Role.ASSISTANT, each.text(), Status.COMPLETE_UNKNOWN));
  }

  private static int indexOf(Role role, List<VoiceTranscript> live) {
    for (int i = 0; i < live.size(); i++) {
      if (live.get(i).role() == role) {
        return i;
      }
    }
    return -1;
  }

  private void showTranscript(List<VoiceTranscript> live) {
    VoiceState before = requireState();
    show(new VoiceState(before.status(), before.isMuted(), before.mode(), live));
  }

  private void show(VoiceState state) {
    if (!state.equals(shown)) {
      shown = state.status().isEnded() ? null : state;
      thread.writer.emit(header -> new ThreadEvent.VoiceChanged(header, state));
    }
  }

  // ---- ending

  @Override
  public boolean isInUse() {
    return session != null || meter.hasListeners() || messages.areWaiting();
  }

  @Override
  public void stop() {
    if (session != null) {
      session.cancel();
    }
  }

  private void requireSession(String command) {
    if (session == null) {
      throw new NoActiveSessionException(command + ": there is no voice session");
    }
  }

  private VoiceState requireState() {
    return requireNonNull(shown);
  }

  private MuteCalls requireMute() {
    return requireNonNull(mute);
  }
}
