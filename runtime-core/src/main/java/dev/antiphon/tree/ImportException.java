package dev.antiphon.tree;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown when a thread cannot be imported; lists every problem (rule TREE-16). Nothing was changed.
 */
public final class ImportException extends ChatRuntimeException {

  /** Every problem found. */
  private final transient List<ImportProblem> problems;

  /**
   * Makes the exception.
   *
   * @param problems every problem found, at least one
   */
  public ImportException(List<ImportProblem> problems) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "The thread cannot be imported. "
            + problems.stream().map(ImportProblem::toString).collect(Collectors.joining("; "))));
    this.problems = List.copyOf(problems);
  }

  /** Returns every problem found. */
  public List<ImportProblem> problems() {
    return problems;
  }
}
