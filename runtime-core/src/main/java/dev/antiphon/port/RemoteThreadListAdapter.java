package dev.antiphon.port;

import dev.antiphon.message.ThreadKey;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the list of an owner's threads: which there are, their titles and status.
 *
 * <p><b>Promise.</b> No call returns or changes what belongs to another owner; a foreign thread is
 * an unknown one. What a call changed is seen by every later call.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. The runtime never interrupts a call.
 *
 * <p><b>Check yours</b> by extending {@code ThreadListContract} from runtime-tck.
 */
public interface RemoteThreadListAdapter {

  /** What a list may leave out. */
  enum Capability {
    /** It keeps {@code custom}: see {@link #updateCustom}. */
    CUSTOM
  }

  /**
   * Returns one page of an owner's threads, regular and archived, the one with the newest message
   * first.
   *
   * @param owner whose threads
   * @param cursor where the page starts, as an earlier page gave it; {@code null} for the first
   *     page
   * @throws StorageException if the storage cannot answer
   */
  ThreadPage list(String owner, @Nullable String cursor);

  /**
   * Creates the record of a thread. Creating one that exists changes nothing and returns its
   * record.
   *
   * @param thread the thread, with the id that the runtime made
   * @return the record
   * @throws StorageException if the storage cannot do it
   */
  ThreadRecord initialize(ThreadKey thread);

  /**
   * Returns a thread's record.
   *
   * @param thread the thread
   * @return the record, or empty if there is none
   * @throws StorageException if the storage cannot answer
   */
  Optional<ThreadRecord> fetch(ThreadKey thread);

  /**
   * Changes a thread's title.
   *
   * @param thread the thread
   * @param title the title
   * @throws dev.antiphon.thread.UnknownThreadException if there is no such thread
   * @throws StorageException if the storage cannot do it
   */
  void rename(ThreadKey thread, String title);

  /**
   * Archives a thread.
   *
   * @param thread the thread
   * @throws dev.antiphon.thread.UnknownThreadException if there is no such thread
   * @throws StorageException if the storage cannot do it
   */
  void archive(ThreadKey thread);

  /**
   * Takes a thread out of the archive.
   *
   * @param thread the thread
   * @throws dev.antiphon.thread.UnknownThreadException if there is no such thread
   * @throws StorageException if the storage cannot do it
   */
  void unarchive(ThreadKey thread);

  /**
   * Deletes a thread with its messages. Deleting one that does not exist changes nothing.
   *
   * @param thread the thread
   * @throws StorageException if the storage cannot do it; nothing was deleted
   */
  void delete(ThreadKey thread);

  /**
   * Replaces what the application keeps with a thread, as a whole.
   *
   * @param thread the thread
   * @param custom a JSON object, or {@code null} for none
   * @throws dev.antiphon.thread.UnknownThreadException if there is no such thread
   * @throws StorageException if the storage cannot do it
   */
  default void updateCustom(ThreadKey thread, @Nullable Map<String, Object> custom) {
    throw new UnsupportedOperationException("This thread list does not declare CUSTOM.");
  }

  /** Returns what this list can do; everything unless overridden. */
  default Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }
}
