package dev.antiphon.message;

/**
 * Names an attachment.
 *
 * @param value the id; 1 to 256 characters
 */
public record AttachmentId(String value) implements Comparable<AttachmentId> {

  /** Checks the id. */
  public AttachmentId {
    Ids.check("attachment id", value, 256);
  }

  @Override
  public int compareTo(AttachmentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
