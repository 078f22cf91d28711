package dev.antiphon.port;

/**
 * Lets a person talk with a model (rules VOICE-1 to VOICE-7). What is said comes back as text; the
 * sound itself is the adapter's.
 *
 * <p><b>Threads.</b> Called on a thread of the runtime that it may block.
 *
 * <p><b>Check yours</b> by extending {@code RealtimeVoiceContract} from runtime-tck.
 *
 * <p>Implemented by adapters.
 */
@FunctionalInterface
public interface RealtimeVoiceAdapter {

  /**
   * Connects.
   *
   * @param request the thread, what was said in it, and the wish to stop
   * @param writer takes what is said, and how it goes
   * @return the session
   * @throws Exception if there is no connection; nothing is left behind then
   */
  VoiceSession connect(VoiceRequest request, VoiceWriter writer) throws Exception;
}
