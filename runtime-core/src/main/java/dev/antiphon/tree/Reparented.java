package dev.antiphon.tree;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * A message that stands below another parent than before.
 *
 * @param messageId the message
 * @param newParentId its parent now, or {@code null} for a root
 */
public record Reparented(MessageId messageId, @Nullable MessageId newParentId) {

  /** Checks the fields. */
  public Reparented {
    requireNonNull(messageId, "messageId");
  }
}
