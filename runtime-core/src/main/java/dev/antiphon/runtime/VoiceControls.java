package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletionStage;
import java.util.function.DoubleConsumer;

/**
 * The voice session of a thread: a person and a model talk, and what they say becomes messages
 * (rules VOICE-1 to VOICE-7). Where it stands is told by {@code ThreadState.voice()} and
 * {@code VoiceChanged}. Typing, sending and cancelling work as always meanwhile.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; never blocks on I/O. Stages complete on
 * threads of the runtime.
 *
 * <p>Every command throws what every command of a {@link ThreadRuntime} throws.
 */
public final class VoiceControls {

  private final LiveThread live;

  VoiceControls(LiveThread live) {
    this.live = live;
  }

  /**
   * Connects; disconnects an older session first.
   *
   * @return ends when the adapter has begun, or the session was ended before; with what the adapter
   *     threw if it could not begin
   * @throws dev.antiphon.thread.FeatureUnavailableException if there is no adapter
   */
  public CompletionStage<Void> connect() {
    return live.use(thread -> thread.voice.connect());
  }

  /**
   * Ends the session at once; one that is still being set up is disconnected when it is.
   *
   * @throws dev.antiphon.thread.NoActiveSessionException if there is none
   */
  public void disconnect() {
    live.run(thread -> thread.voice.disconnect());
  }

  /**
   * Lets nothing of what the person says through; applied when the session is ready.
   *
   * @return ends when the session has done it or is over; with why if it could not: it goes on as
   *     it was, and the state says so
   * @throws dev.antiphon.thread.NoActiveSessionException if there is no session
   */
  public CompletionStage<Void> mute() {
    return live.use(thread -> thread.voice.setMuted(true));
  }

  /**
   * Lets through what the person says, as {@link #mute} does the contrary.
   *
   * @return ends when the session has done it or is over; with why if it could not
   * @throws dev.antiphon.thread.NoActiveSessionException if there is no session
   */
  public CompletionStage<Void> unmute() {
    return live.use(thread -> thread.voice.setMuted(false));
  }

  /** Returns how loud it is now: 0 to 1, and 0 without a session. */
  public double volume() {
    return live.use(thread -> thread.voice.meter().volume());
  }

  /**
   * Listens to the volume, of this session and later ones. It makes no events of the thread.
   *
   * @param listener called with the newest value, one at a time; those in between may be skipped
   * @return ends the membership
   */
  public Subscription onVolume(DoubleConsumer listener) {
    requireNonNull(listener, "listener");
    return live.use(thread -> thread.voice.meter().add(listener));
  }

  @Override
  public String toString() {
    return "VoiceControls[" + live.key() + "]";
  }
}
