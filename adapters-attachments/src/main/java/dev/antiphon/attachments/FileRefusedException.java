package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a file is not taken for what it is. Nothing was stored. The message names no more of
 * the file than its type and sizes.
 */
public final class FileRefusedException extends ChatRuntimeException {

  /** Why. */
  private final FileRefusal reason;

  FileRefusedException(FileRefusal reason, String message) {
    this(reason, message, null);
  }

  FileRefusedException(FileRefusal reason, String message, @Nullable Throwable cause) {
    super(ErrorInfo.of(requireNonNull(reason, "reason").code(), message), cause);
    this.reason = reason;
  }

  /** Returns why it was refused. */
  public FileRefusal reason() {
    return reason;
  }
}
