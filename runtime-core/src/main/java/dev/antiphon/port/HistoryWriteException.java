package dev.antiphon.port;

import dev.antiphon.error.ErrorInfo;

/** Thrown when the history did not accept a deletion (rule TREE-13). Nothing was changed. */
public final class HistoryWriteException extends StorageException {

  /**
   * Makes the exception.
   *
   * @param cause why the history did not accept it
   */
  public HistoryWriteException(Throwable cause) {
    super(
        ErrorInfo.from(cause, ErrorInfo.STORAGE).code(),
        "The history did not accept the change, and nothing was changed: "
            + ErrorInfo.from(cause, ErrorInfo.STORAGE).message(),
        cause instanceof StorageException known && known.isRetryable(),
        cause);
  }
}
