package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.MessageId;

/**
 * The message that is read aloud (rule SPEECH-2).
 *
 * @param messageId the message
 * @param status where that stands
 */
public record SpeechState(MessageId messageId, MediaStatus status) {

  /** Checks the fields. */
  public SpeechState {
    requireNonNull(messageId, "messageId");
    requireNonNull(status, "status");
  }
}
