package dev.antiphon.guice;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown when adapters could not be closed. All others were closed. What the first one threw is the
 * cause, what the others threw is suppressed in this exception.
 */
public final class AdapterCloseException extends ChatRuntimeException {

  AdapterCloseException(List<Failure> failures) {
    super(
        ErrorInfo.of(
            "plugin",
            "Could not close %s. The causes say why; what the adapters held may still be held."
                .formatted(failures.stream()
                    .map(failure -> "'%s'".formatted(failure.adapterClass()))
                    .collect(Collectors.joining(", ")))),
        failures.get(0).cause());
    failures.stream().skip(1).forEach(failure -> addSuppressed(failure.cause()));
  }

  /**
   * An adapter that could not be closed.
   *
   * @param adapterClass its class name
   * @param cause what it threw
   */
  record Failure(String adapterClass, Throwable cause) {}
}
