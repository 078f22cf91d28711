package dev.antiphon.port;

import dev.antiphon.message.ThreadKey;
import java.util.EnumSet;
import java.util.Set;

/**
 * Keeps the messages of threads.
 *
 * <p><b>Promise.</b> A batch is stored as a whole or not at all, unless
 * {@link Capability#WHOLE_BATCHES} is not declared, and is seen by every later {@link #load}.
 * Everything comes back as it was written: every part, field, falsy value and unknown part, in the
 * order of first append (rule HIST-9), unless {@link Capability#WHOLE_MESSAGES} is not declared. No
 * call returns or changes what belongs to another owner.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. The runtime writes one batch of a
 * thread at a time, in order; different threads do not wait for each other. It never interrupts a
 * call.
 *
 * <p><b>Check yours</b> by extending {@code ThreadHistoryContract} from runtime-tck.
 */
public interface ThreadHistoryAdapter {

  /** What a history may leave out. */
  enum Capability {
    /** It can delete messages. */
    DELETE,
    /** It stores the head. */
    HEAD,
    /** It tells when another writer came first. */
    REVISIONS,
    /** It can go on with a reply that was running: see {@link #resume}. */
    RESUME,
    /**
     * Everything of a message comes back as it was written (rule HIST-9). A history whose form
     * loses something, such as {@code aui/v0}, leaves this out and says in its documentation what
     * is lost (rule HIST-16); what its form cannot express it refuses, and drops nothing else.
     */
    WHOLE_MESSAGES,
    /**
     * A batch is stored as a whole or not at all, and whoever loads sees whole batches only (rule
     * HIST-2). A history that stores one message after the other leaves this out: a write that
     * throws may have stored the beginning of its batch, and a load may see it. It keeps parents
     * before children even so, refuses before the first message what it cannot store at all, and
     * takes the same batch once more as if nothing had happened.
     */
    WHOLE_BATCHES
  }

  /**
   * Loads a thread.
   *
   * @param thread which one
   * @return what is stored; {@link LoadedThread#EMPTY} if nothing is
   * @throws StorageException if the storage cannot answer
   */
  LoadedThread load(ThreadKey thread);

  /**
   * Stores a batch.
   *
   * @param thread which thread
   * @param batch the changes
   * @return the revision that the thread is at then
   * @throws ThreadConflictException if another writer came first; nothing was stored
   * @throws StorageException if the storage cannot do it; nothing was stored, or no more than the
   *     beginning of the batch if {@link Capability#WHOLE_BATCHES} is not declared
   */
  ThreadRevision write(ThreadKey thread, HistoryBatch batch);

  /**
   * Goes on with a reply that was running when the process died, in place of the model (rule
   * LOAD-8). Called only if {@link LoadedThread#isResumable} was true and {@link Capability#RESUME}
   * is declared.
   *
   * @param request what the model would be asked
   * @param reply takes the reply
   * @throws Exception fails the run, not the load
   */
  default void resume(RunRequest request, ReplyWriter reply) throws Exception {
    throw new UnsupportedOperationException("This history does not declare RESUME.");
  }

  /** Returns what this history can do; everything but {@code RESUME} unless overridden. */
  default Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.RESUME));
  }
}
