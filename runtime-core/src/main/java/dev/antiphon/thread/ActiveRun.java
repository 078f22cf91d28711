package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import org.jspecify.annotations.Nullable;

/**
 * The run that a thread is working on. Where it stands is told by its {@code Run} and by the
 * events.
 *
 * @param runId the run
 * @param messageId the message it writes, or {@code null} while there is none
 */
public record ActiveRun(RunId runId, @Nullable MessageId messageId) {

  /** Checks the field. */
  public ActiveRun {
    requireNonNull(runId, "runId");
  }
}
