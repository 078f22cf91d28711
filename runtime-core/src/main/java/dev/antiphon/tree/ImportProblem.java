package dev.antiphon.tree;

import dev.antiphon.message.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * One reason why a thread cannot be imported.
 *
 * @param messageId the message it concerns, or {@code null} for the head or a message without an id
 * @param problem what is wrong
 */
public record ImportProblem(@Nullable MessageId messageId, String problem) {

  @Override
  public String toString() {
    return messageId == null ? problem : messageId + ": " + problem;
  }
}
