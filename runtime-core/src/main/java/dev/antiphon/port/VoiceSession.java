package dev.antiphon.port;

/**
 * A person and a model who talk.
 *
 * <p><b>Threads.</b> Called on threads of the runtime that it may block, one call at a time, in the
 * order of the commands.
 *
 * <p>Implemented by adapters.
 */
public interface VoiceSession {

  /**
   * Lets nothing of what the person says through.
   *
   * @throws Exception if that fails; the session goes on as it was
   */
  void mute() throws Exception;

  /**
   * Lets through what the person says.
   *
   * @throws Exception if that fails; the session goes on as it was
   */
  void unmute() throws Exception;

  /**
   * Ends it; called at most once, and not if it has told that it is over. The {@code Cancellation}
   * of the request fires as well.
   *
   * @throws Exception if that fails; the session counts as ended all the same
   */
  void disconnect() throws Exception;
}
