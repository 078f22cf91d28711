package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import java.util.List;

/** What a voice session is about. Further fields may follow. */
public final class VoiceRequest {

  private final ThreadKey thread;
  private final List<Message> messages;
  private final Cancellation cancellation;

  /**
   * Makes one.
   *
   * @param thread the thread that is talked in
   * @param messages the messages of the selected branch, root to head
   * @param cancellation the wish to stop
   */
  public VoiceRequest(ThreadKey thread, List<Message> messages, Cancellation cancellation) {
    this.thread = requireNonNull(thread, "thread");
    this.messages = List.copyOf(messages);
    this.cancellation = requireNonNull(cancellation, "cancellation");
  }

  /** Returns the thread that is talked in. */
  public ThreadKey thread() {
    return thread;
  }

  /** Returns the messages of the branch that was selected at the start, root to head. */
  public List<Message> messages() {
    return messages;
  }

  /** Returns the wish to stop; fires at disconnect, whether {@code connect} has returned or not. */
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public String toString() {
    return "VoiceRequest[" + thread + ", " + messages.size() + " messages]";
  }
}
