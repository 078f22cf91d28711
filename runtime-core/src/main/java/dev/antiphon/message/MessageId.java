package dev.antiphon.message;

/**
 * Names a message. Made by the runtime, sorts by creation time, and never changes (rule MSG-2).
 *
 * @param value the id; 1 to 128 characters
 */
public record MessageId(String value) implements Comparable<MessageId> {

  /** The longest id. */
  static final int MAX_LENGTH = 128;

  /** Checks the id. */
  public MessageId {
    Ids.check("message id", value, MAX_LENGTH);
  }

  @Override
  public int compareTo(MessageId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
