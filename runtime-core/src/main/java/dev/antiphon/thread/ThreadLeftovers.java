package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.ThreadKey;
import java.util.List;

/**
 * What was left of a thread when it closed, and is in no storage (rule CLOSE-4). Who gets it may
 * keep it, send it again, or show it.
 */
public final class ThreadLeftovers {

  private final ThreadKey thread;
  private final List<QueueItem> queue;
  private final List<Draft> drafts;
  private final List<Message> unsaved;
  private final boolean hasEnded;

  private ThreadLeftovers(Builder builder) {
    this.thread = builder.thread;
    this.queue = builder.queue;
    this.drafts = builder.drafts;
    this.unsaved = builder.unsaved;
    this.hasEnded = builder.hasEnded;
  }

  /**
   * Starts one of a thread that left nothing.
   *
   * @param thread the thread
   */
  public static Builder builder(ThreadKey thread) {
    return new Builder(thread);
  }

  /** Returns the thread. */
  public ThreadKey thread() {
    return thread;
  }

  /** Returns the sends that still waited for their turn, first in line first; they are not sent. */
  public List<QueueItem> queue() {
    return queue;
  }

  /** Returns what was written in its composers and was not sent, that of open editors included. */
  public List<Draft> drafts() {
    return drafts;
  }

  /** Returns the messages that are not stored as they are, parents first. */
  public List<Message> unsaved() {
    return unsaved;
  }

  /** Returns whether its runs and writes had ended; false if the deadline came first. */
  public boolean hasEnded() {
    return hasEnded;
  }

  /** Returns whether nothing was left. */
  public boolean isEmpty() {
    return queue.isEmpty() && drafts.isEmpty() && unsaved.isEmpty() && hasEnded;
  }

  @Override
  public String toString() {
    return "ThreadLeftovers[%s, %d queued, %d drafts, %d unsaved, %s]"
        .formatted(
            thread, queue.size(), drafts.size(), unsaved.size(), hasEnded ? "ended" : "not ended");
  }

  /** Builds one; for one thread. */
  public static final class Builder {
    private final ThreadKey thread;
    private List<QueueItem> queue = List.of();
    private List<Draft> drafts = List.of();
    private List<Message> unsaved = List.of();
    private boolean hasEnded = true;

    private Builder(ThreadKey thread) {
      this.thread = requireNonNull(thread, "thread");
    }

    /**
     * Sets the sends that still waited for their turn.
     *
     * @param queue the value
     */
    public Builder queue(List<QueueItem> queue) {
      this.queue = List.copyOf(queue);
      return this;
    }

    /**
     * Sets what was written and was not sent.
     *
     * @param drafts the value
     */
    public Builder drafts(List<Draft> drafts) {
      this.drafts = List.copyOf(drafts);
      return this;
    }

    /**
     * Sets the messages that are not stored as they are.
     *
     * @param unsaved the value
     */
    public Builder unsaved(List<Message> unsaved) {
      this.unsaved = List.copyOf(unsaved);
      return this;
    }

    /**
     * Sets whether its runs and writes had ended.
     *
     * @param hasEnded the value
     */
    public Builder hasEnded(boolean hasEnded) {
      this.hasEnded = hasEnded;
      return this;
    }

    /** Returns the value. */
    public ThreadLeftovers build() {
      return new ThreadLeftovers(this);
    }
  }
}
