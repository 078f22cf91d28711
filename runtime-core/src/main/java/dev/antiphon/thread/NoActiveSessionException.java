package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/**
 * Thrown when speech, dictation or voice is to be changed that is not under way (rules SPEECH-4 and
 * VOICE-7). Nothing was changed.
 */
public final class NoActiveSessionException extends ChatRuntimeException {

  /**
   * Makes the exception.
   *
   * @param command what was asked, and what is missing for it
   */
  public NoActiveSessionException(String command) {
    super(ErrorInfo.of(ErrorInfo.REFUSED, "Nothing is under way: %s.".formatted(command)));
  }
}
