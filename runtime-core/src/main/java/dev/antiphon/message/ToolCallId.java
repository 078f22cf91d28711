package dev.antiphon.message;

/**
 * Names a tool call. Given by the model, unique in its thread (rule REPLY-4).
 *
 * @param value the id; 1 to 256 characters
 */
public record ToolCallId(String value) implements Comparable<ToolCallId> {

  /** Checks the id. */
  public ToolCallId {
    Ids.check("tool call id", value, 256);
  }

  @Override
  public int compareTo(ToolCallId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
