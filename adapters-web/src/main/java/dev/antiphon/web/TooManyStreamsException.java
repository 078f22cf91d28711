package dev.antiphon.web;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/** As many streams are open as may be; nothing was done. */
public final class TooManyStreamsException extends ChatRuntimeException {

  /**
   * Makes one.
   *
   * @param maxStreams how many there may be
   */
  public TooManyStreamsException(int maxStreams) {
    super(ErrorInfo.of(
        ErrorInfo.LIMIT,
        "%d streams are open, which is the limit. Try again when one has ended."
            .formatted(maxStreams)));
  }
}
