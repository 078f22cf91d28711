package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import dev.antiphon.run.RunState;
import org.jspecify.annotations.Nullable;

/**
 * The run that a thread is working on.
 *
 * @param runId the run
 * @param state where it stands
 * @param messageId the message it writes, or {@code null} while there is none
 */
public record ActiveRun(
    RunId runId, RunState state, @Nullable MessageId messageId) {

  /** Checks the fields. */
  public ActiveRun {
    requireNonNull(runId, "runId");
    requireNonNull(state, "state");
  }
}
