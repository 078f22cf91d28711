package dev.antiphon.port;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;

/** Thrown when an owner has no such file. */
public final class UnknownFileException extends ChatRuntimeException {

  /** The file. */
  private final transient FileId file;

  /**
   * Makes the exception.
   *
   * @param file the file
   */
  public UnknownFileException(FileId file) {
    super(ErrorInfo.of(ErrorInfo.REFUSED, "No file '%s'.".formatted(file)));
    this.file = requireNonNull(file, "file");
  }

  /** Returns the file. */
  public FileId file() {
    return file;
  }
}
