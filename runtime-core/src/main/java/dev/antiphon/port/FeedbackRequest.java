package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import org.jspecify.annotations.Nullable;

/** A mark that a person gave a message, or took back. Further fields may follow. */
public final class FeedbackRequest {

  private final ThreadKey thread;
  private final Message message;
  private final @Nullable Feedback feedback;

  /**
   * Makes one.
   *
   * @param thread the thread of the message
   * @param message the message as it is now
   * @param feedback the mark, or {@code null} if it is taken back
   */
  public FeedbackRequest(ThreadKey thread, Message message, @Nullable Feedback feedback) {
    this.thread = requireNonNull(thread, "thread");
    this.message = requireNonNull(message, "message");
    this.feedback = feedback;
  }

  /** Returns the thread of the message. */
  public ThreadKey thread() {
    return thread;
  }

  /** Returns the message as it was when the mark was given. */
  public Message message() {
    return message;
  }

  /** Returns the mark, or {@code null} if it was taken back. */
  public @Nullable Feedback feedback() {
    return feedback;
  }

  /** Returns whether the mark was taken back. */
  public boolean isWithdrawn() {
    return feedback == null;
  }

  @Override
  public String toString() {
    return "FeedbackRequest[%s, %s, %s]".formatted(thread, message.id(), feedback);
  }
}
