package dev.antiphon.message;

/**
 * Names what was written in a composer and not sent. Made by the runtime, sorts by the time at
 * which it was to be sent.
 *
 * @param value the id; 1 to 48 characters
 */
public record DraftId(String value) implements Comparable<DraftId> {

  /** Checks the id. */
  public DraftId {
    Ids.check("draft id", value, 48);
  }

  @Override
  public int compareTo(DraftId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
