package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

/**
 * A dictation into a draft (rule DICT-1). One that failed stays, with its error, until the next
 * start (rule DICT-6).
 *
 * @param status where it stands; with the error if it failed
 * @param interim what has been understood of the phrase that is being said; empty between phrases
 * @param isInputDisabled whether a person should not type meanwhile
 */
public record DictationState(MediaStatus status, String interim, boolean isInputDisabled) {

  /** Checks the fields. */
  public DictationState {
    requireNonNull(status, "status");
    requireNonNull(interim, "interim");
  }
}
