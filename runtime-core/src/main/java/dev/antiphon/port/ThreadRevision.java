package dev.antiphon.port;

/**
 * Counts the batches stored to a thread, so that two writers cannot overwrite each other unseen
 * (rule HIST-15).
 *
 * @param value 0 for a thread without a batch; -1 for a history that cannot tell
 */
public record ThreadRevision(long value) {

  /** Nothing was stored yet. */
  public static final ThreadRevision NEW = new ThreadRevision(0);

  /** The history cannot tell; no batch is refused. */
  public static final ThreadRevision UNKNOWN = new ThreadRevision(-1);

  /** Returns the revision after one more batch. */
  public ThreadRevision next() {
    return value < 0 ? this : new ThreadRevision(Math.addExact(value, 1));
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
