package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ThreadKey;

/** What is to be read aloud. Further fields may follow. */
public final class SpeechRequest {

  private final ThreadKey thread;
  private final MessageId messageId;
  private final String text;
  private final Cancellation cancellation;

  /**
   * Makes one.
   *
   * @param thread the thread of the message
   * @param messageId the message that is read
   * @param text its text; may be empty
   * @param cancellation the wish to stop
   */
  public SpeechRequest(
      ThreadKey thread, MessageId messageId, String text, Cancellation cancellation) {
    this.thread = requireNonNull(thread, "thread");
    this.messageId = requireNonNull(messageId, "messageId");
    this.text = requireNonNull(text, "text");
    this.cancellation = requireNonNull(cancellation, "cancellation");
  }

  /** Returns the thread of the message. */
  public ThreadKey thread() {
    return thread;
  }

  /** Returns the message that is read. */
  public MessageId messageId() {
    return messageId;
  }

  /** Returns the text: the text parts of the message, joined by a blank line. */
  public String text() {
    return text;
  }

  /**
   * Returns the wish to stop; fires when the utterance is cancelled, whether it has begun or not.
   */
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public String toString() {
    return "SpeechRequest[%s, %s, %d characters]".formatted(thread, messageId, text.length());
  }
}
