package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

/**
 * Names a file in an {@link AttachmentStore}; made by the store, without a meaning for others.
 *
 * @param value the id; 1 to 256 of {@code A-Z a-z 0-9 . _ -}, not starting with a dot
 */
public record FileId(String value) {

  /** Checks the id. */
  public FileId {
    requireNonNull(value, "value");
    if (!value.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,255}")) {
      throw new IllegalArgumentException(
          "A file id has 1 to 256 of A-Z a-z 0-9 . _ - and does not start with a dot, which this"
              + " one has not.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
