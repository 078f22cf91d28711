package dev.antiphon.port;

import dev.antiphon.message.Role;
import dev.antiphon.thread.VoiceMode;

/**
 * Takes what a voice adapter hears and says.
 *
 * <p>Implemented by the runtime.
 */
public interface VoiceWriter extends MediaProgress {

  /**
   * Takes what somebody is saying; replaces what it took before of the same turn.
   *
   * @param role who speaks: user or assistant
   * @param text the words of this turn so far
   */
  void interim(Role role, String text);

  /**
   * Takes what somebody has said, as it stays; it becomes a message (rule VOICE-2).
   *
   * @param role who spoke: user or assistant
   * @param text the words of the turn
   */
  void transcript(Role role, String text);

  /**
   * Says whose turn it is.
   *
   * @param mode whether the model listens or speaks
   */
  void mode(VoiceMode mode);

  /**
   * Says how loud it is, as often as it likes: for a meter.
   *
   * @param volume 0 to 1; what is outside is cut off
   */
  void volume(double volume);
}
