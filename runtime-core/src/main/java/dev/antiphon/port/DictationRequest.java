package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cancel.Cancellation;
import dev.antiphon.message.ThreadKey;

/** For whom somebody is listened to. Further fields may follow. */
public final class DictationRequest {

  private final ThreadKey thread;
  private final Cancellation cancellation;

  /**
   * Makes one.
   *
   * @param thread the thread of the draft that is dictated
   * @param cancellation the wish to end at once
   */
  public DictationRequest(ThreadKey thread, Cancellation cancellation) {
    this.thread = requireNonNull(thread, "thread");
    this.cancellation = requireNonNull(cancellation, "cancellation");
  }

  /** Returns the thread of the draft that is dictated. */
  public ThreadKey thread() {
    return thread;
  }

  /** Returns the wish to end at once; fires whether {@code listen} has returned or not. */
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public String toString() {
    return "DictationRequest[" + thread + "]";
  }
}
