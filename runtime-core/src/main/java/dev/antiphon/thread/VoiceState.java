package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A voice session (rule VOICE-1).
 *
 * @param status where it stands
 * @param isMuted whether nothing of what the person says gets through
 * @param mode whether the model listens or speaks
 * @param transcript what is being said and is not a message yet, in the order in which it began
 */
public record VoiceState(
    MediaStatus status, boolean isMuted, VoiceMode mode, List<VoiceTranscript> transcript) {

  /** Checks the fields and copies the list. */
  public VoiceState {
    requireNonNull(status, "status");
    requireNonNull(mode, "mode");
    transcript = List.copyOf(transcript);
  }
}
