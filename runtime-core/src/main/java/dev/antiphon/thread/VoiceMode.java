package dev.antiphon.thread;

/** Whose turn it is in a voice session. */
public enum VoiceMode {
  /** The model listens. */
  LISTENING,
  /** The model speaks. */
  SPEAKING
}
