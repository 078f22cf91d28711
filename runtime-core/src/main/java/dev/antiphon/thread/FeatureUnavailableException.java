package dev.antiphon.thread;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/** Thrown when no adapter supports what was asked. Nothing was changed. */
public final class FeatureUnavailableException extends ChatRuntimeException {

  /**
   * Makes the exception.
   *
   * @param feature the feature, and which adapter would bring it
   */
  public FeatureUnavailableException(String feature) {
    super(ErrorInfo.of(ErrorInfo.REFUSED, "Not available: %s.".formatted(feature)));
  }
}
