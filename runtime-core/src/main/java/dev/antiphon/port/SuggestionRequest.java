package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import java.util.List;

/** What suggestions are asked about. Further fields may follow. */
public final class SuggestionRequest {

  private final ThreadKey thread;
  private final List<Message> messages;
  private final Cancellation cancellation;

  /**
   * Makes one.
   *
   * @param thread the thread
   * @param messages the messages from the root to the reply that has just ended
   * @param cancellation the wish to stop
   */
  public SuggestionRequest(ThreadKey thread, List<Message> messages, Cancellation cancellation) {
    this.thread = requireNonNull(thread, "thread");
    this.messages = List.copyOf(messages);
    this.cancellation = requireNonNull(cancellation, "cancellation");
  }

  /** Returns the thread. */
  public ThreadKey thread() {
    return thread;
  }

  /** Returns the messages from the root to the reply that has just ended. */
  public List<Message> messages() {
    return messages;
  }

  /** Returns the wish to stop. */
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public String toString() {
    return "SuggestionRequest[" + thread + ", " + messages.size() + " messages]";
  }
}
