package dev.antiphon.openai;

/** Thrown when an event of a stream is an error that the provider reports. */
final class ReportedException extends RuntimeException {

  private final transient ProviderError error;

  ReportedException(ProviderError error) {
    super(error.text());
    this.error = error;
  }

  ProviderError error() {
    return error;
  }
}
