package dev.antiphon.message;

/**
 * Names an approval gate. Made by the runtime, unique in its thread.
 *
 * @param value the id; 1 to 128 characters
 */
public record ApprovalId(String value) implements Comparable<ApprovalId> {

  /** Checks the id. */
  public ApprovalId {
    Ids.check("approval id", value, 128);
  }

  @Override
  public int compareTo(ApprovalId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
