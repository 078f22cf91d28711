package dev.antiphon.tree;

import dev.antiphon.message.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * What an exported or stored thread says of its head, the last visible message. "Says nothing" and
 * "nothing is selected" are two things (rule TREE-17).
 *
 * @param isGiven whether it says anything
 * @param messageId the head, or {@code null} if nothing is selected or nothing is said
 */
public record Head(boolean isGiven, @Nullable MessageId messageId) {

  /** Says nothing: the last item is the head. */
  public static final Head ABSENT = new Head(false, null);

  /** Nothing is selected. */
  public static final Head NONE = new Head(true, null);

  /** Checks that an absent head names nothing. */
  public Head {
    if (!isGiven && messageId != null) {
      throw new IllegalArgumentException("An absent head names no message, not " + messageId);
    }
  }

  /**
   * Returns the head that is a message, or none.
   *
   * @param messageId the head, or {@code null} for none
   */
  public static Head of(@Nullable MessageId messageId) {
    return messageId == null ? NONE : new Head(true, messageId);
  }
}
