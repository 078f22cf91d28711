package dev.antiphon.runtime;

import dev.antiphon.thread.ThreadListItem;

/**
 * What a live thread asks of the list that it stands in, and tells it.
 *
 * <p><b>Threads.</b> Called under no lock. What may block is called on a thread of the runtime.
 */
interface ThreadHome {

  /** Makes the rooms of a thread, which go on where the ones before ended. */
  Conversation makeRooms(LiveThread thread, PriorRuntime prior);

  /** Says that a thread has a live runtime now. */
  void madeLive(LiveThread thread, Conversation rooms);

  /** Returns whether the storage has a record of a thread; may block. */
  boolean hasRecord(LiveThread thread);

  /** Creates the record of a thread (rule LIST-12); may block. */
  void createRecord(LiveThread thread);

  /** Says that {@link Conversation#activity} of a thread is another one. */
  void activityChanged(LiveThread thread);

  /**
   * Says that messages were stored for the first time.
   *
   * @param epochMillis when
   * @param hasUserMessage whether one of them is a user's
   */
  void messagesStored(LiveThread thread, long epochMillis, boolean hasUserMessage);

  /** Says that a run ended {@code complete}. */
  void replyCompleted(LiveThread thread);

  /** Returns a thread as the list shows it. */
  ThreadListItem itemOf(LiveThread thread);
}
