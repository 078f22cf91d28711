package dev.antiphon.message;

/**
 * Names a thread and whose it is. Every call of a storage port carries one, so that no owner can
 * reach another's rows by accident (rule HIST-1).
 *
 * @param owner who the thread belongs to; 1 to 256 characters
 * @param threadId the thread's id; 1 to 128 characters
 */
public record ThreadKey(String owner, String threadId) {

  /** Checks both. */
  public ThreadKey {
    Ids.check("owner", owner, 256);
    Ids.check("thread id", threadId, 128);
  }

  @Override
  public String toString() {
    return owner + "/" + threadId;
  }
}
