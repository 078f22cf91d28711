package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import org.jspecify.annotations.Nullable;

/**
 * A visible message with what is known of it beside its content (rule MSG-15).
 *
 * @param message the message
 * @param index where it stands on the selected branch, from 0
 * @param isLast whether it is the last one
 * @param parentId the message above it, or {@code null} for a root
 * @param branchNumber which of its siblings it is, from 1
 * @param branchCount how many siblings there are, itself included
 * @param saveState whether it is stored as it is now
 * @param runId the run that writes it now, or {@code null}
 * @param speech where reading it aloud stands, or {@code null} if it is not read
 */
public record MessageView(
    Message message,
    int index,
    boolean isLast,
    @Nullable MessageId parentId,
    int branchNumber,
    int branchCount,
    SaveState saveState,
    @Nullable RunId runId,
    @Nullable MediaStatus speech) {

  /** Checks the fields. */
  public MessageView {
    requireNonNull(message, "message");
    requireNonNull(saveState, "saveState");
  }
}
