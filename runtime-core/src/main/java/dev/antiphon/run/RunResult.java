package dev.antiphon.run;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.RunId;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run (rule RUN-3). A model error and a history error are both here; neither hides
 * the other (rule RUN-5).
 */
public final class RunResult {

  private final RunId runId;
  private final RunOutcome outcome;
  private final @Nullable Message message;
  private final boolean saved;
  private final @Nullable ErrorInfo modelError;
  private final List<ErrorInfo> historyErrors;
  private final List<Step> steps;

  /**
   * Makes a result. For the runtime.
   *
   * @param runId the run
   * @param outcome how it ended
   * @param message the message, or {@code null} if there is none
   * @param steps the steps of this run
   * @param saved whether the message is stored as it is
   * @param modelError what failed in the model or the runtime, or {@code null}
   * @param historyErrors what failed in the storage
   */
  public RunResult(
      RunId runId,
      RunOutcome outcome,
      @Nullable Message message,
      List<Step> steps,
      boolean saved,
      @Nullable ErrorInfo modelError,
      List<ErrorInfo> historyErrors) {
    this.runId = requireNonNull(runId, "runId");
    this.outcome = requireNonNull(outcome, "outcome");
    this.message = message;
    this.steps = List.copyOf(steps);
    this.saved = saved;
    this.modelError = modelError;
    this.historyErrors = List.copyOf(historyErrors);
  }

  /** Returns the run. */
  public RunId runId() {
    return runId;
  }

  /** Returns how it ended. */
  public RunOutcome outcome() {
    return outcome;
  }

  /** Returns the assistant message, or {@code null} if the run was over before it had one. */
  public @Nullable Message message() {
    return message;
  }

  /** Returns the status of the message, or {@code null} without one. */
  public @Nullable Status status() {
    return message == null ? null : message.status();
  }

  /** Returns the text of the message, or an empty text without one. */
  public String text() {
    return message == null ? "" : message.text();
  }

  /** Returns whether the message is stored as it is. */
  public boolean isSaved() {
    return saved;
  }

  /** Returns the steps of this run, in order. */
  public List<Step> steps() {
    return steps;
  }

  /** Returns the tokens used, summed over the steps of this run. */
  public TokenUsage usage() {
    TokenUsage sum = TokenUsage.NONE;
    for (Step step : steps) {
      TokenUsage usage = step.usage();
      sum = usage == null ? sum : sum.plus(usage);
    }
    return sum;
  }

  /** Returns how long it took, or {@code null} without a message. */
  public @Nullable MessageTiming timing() {
    return message == null ? null : message.metadata().timing();
  }

  /** Returns what failed in the model or the runtime, or {@code null}. */
  public @Nullable ErrorInfo modelError() {
    return modelError;
  }

  /** Returns what failed in the storage, in order. */
  public List<ErrorInfo> historyErrors() {
    return historyErrors;
  }

  @Override
  public String toString() {
    return "RunResult[%s, %s, saved=%s]".formatted(runId, outcome, saved);
  }
}
