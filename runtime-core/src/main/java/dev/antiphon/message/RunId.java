package dev.antiphon.message;

/**
 * Names a run. Made by the runtime before the run's first event (rule MSG-2).
 *
 * @param value the id; 1 to 128 characters
 */
public record RunId(String value) implements Comparable<RunId> {

  /** Checks the id. */
  public RunId {
    Ids.check("run id", value, 128);
  }

  @Override
  public int compareTo(RunId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
