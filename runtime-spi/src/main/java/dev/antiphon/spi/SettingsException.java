package dev.antiphon.spi;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import java.util.List;

/**
 * Thrown when settings are missing, wrong or unknown. It names every one of them, what was expected
 * and what was found, but never the value of a secret.
 */
public final class SettingsException extends ChatRuntimeException {

  private final transient List<String> problems;

  /**
   * Makes the exception.
   *
   * @param problems each problem, one or more sentences; at least one
   */
  public SettingsException(List<String> problems) {
    super(ErrorInfo.of("settings", String.join("\n", problems)));
    this.problems = List.copyOf(problems);
  }

  /** Returns each problem, one or more sentences. */
  public List<String> problems() {
    return problems;
  }
}
