package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Role;

/**
 * What somebody is saying in a voice session, as far as it is understood.
 *
 * @param role who speaks: user or assistant
 * @param text the words so far
 */
public record VoiceTranscript(Role role, String text) {

  /** Checks the fields. */
  public VoiceTranscript {
    requireNonNull(role, "role");
    requireNonNull(text, "text");
  }
}
