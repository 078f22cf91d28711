package dev.antiphon.runtime;

import java.util.Objects;

/**
 * Does to the queue of a thread what a bug of the runtime would do, so that a test can see that it
 * is found out.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class QueueSabotage {

  private QueueSabotage() {}

  /**
   * Takes a run out of the queue and tells nobody.
   *
   * @param thread where it waits
   * @param run what waits
   */
  public static void lose(ThreadRuntime thread, Run run) {
    Conversation conversation = conversationOf(thread);
    conversation.writer.run(() -> conversation.queue.remove(waiting(conversation, run)));
  }

  /**
   * Returns what starts a run whenever nothing else is active, whether it had its turn or not.
   *
   * @param thread where it waits
   * @param run what waits
   */
  public static Runnable dispatchOf(ThreadRuntime thread, Run run) {
    Conversation conversation = conversationOf(thread);
    LiveRun waiting = conversation.writer.apply(() -> waiting(conversation, run));
    return () -> conversation.writer.run(() -> {
      if (conversation.active() == null) {
        conversation.entry.start(waiting);
      }
    });
  }

  private static LiveRun waiting(Conversation conversation, Run run) {
    return conversation.queue.waiting().stream()
        .filter(each -> each.id().equals(run.id()))
        .findFirst()
        .orElseThrow();
  }

  private static Conversation conversationOf(ThreadRuntime thread) {
    return Objects.requireNonNull(thread.live().now(), "The thread is not in use.");
  }
}
