package dev.antiphon.message;

/**
 * Names a send that waits, for as long as it waits: also when it failed and is tried again under a
 * new run (rules QUEUE-2 and QUEUE-7). Made by the runtime.
 *
 * @param value the id; 1 to 128 characters
 */
public record QueueItemId(String value) implements Comparable<QueueItemId> {

  /** Checks the id. */
  public QueueItemId {
    Ids.check("queue item id", value, 128);
  }

  @Override
  public int compareTo(QueueItemId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
