package dev.antiphon.port;

import dev.antiphon.message.ThreadKey;

/**
 * Thrown when another writer stored to a thread in between (rule HIST-15). Nothing was stored, and
 * the write is not tried again.
 */
public final class ThreadConflictException extends StorageException {

  /**
   * Makes the exception.
   *
   * @param thread the thread
   * @param expected the revision that the batch named
   * @param found the revision that the thread is at
   */
  public ThreadConflictException(ThreadKey thread, ThreadRevision expected, ThreadRevision found) {
    super(
        "conflict",
        ("Thread '%s' is at revision %s, but the write expected %s: another writer came first. Load the"
                + " thread again.")
            .formatted(thread, found, expected),
        false,
        null);
  }
}
