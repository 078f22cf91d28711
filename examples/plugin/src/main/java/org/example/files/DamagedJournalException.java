package org.example.files;

import java.io.IOException;

/** Thrown when a journal has a line that nobody can have written. */
final class DamagedJournalException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedJournalException(int line, RuntimeException cause) {
    super("Line " + line + " is damaged.", cause);
  }
}
