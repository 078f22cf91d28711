package dev.antiphon.tool;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import java.util.List;

/** Thrown when the arguments of a call are not what its tool accepts (rules TOOL-5 and APPR-7). */
public final class InvalidArgumentsException extends ChatRuntimeException {

  /** Each problem, one sentence without a full stop. */
  private final transient List<String> problems;

  /**
   * Makes the exception.
   *
   * @param toolName the tool's name
   * @param problems each problem, one sentence without a full stop
   */
  public InvalidArgumentsException(String toolName, List<String> problems) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Invalid arguments for tool '%s': %s. Send arguments that match its parameters."
            .formatted(toolName, String.join("; ", problems))));
    this.problems = List.copyOf(problems);
  }

  /** Returns each problem, one sentence without a full stop. */
  public List<String> problems() {
    return problems;
  }
}
