package dev.antiphon.port;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a storage port that cannot do what it was asked (rule ERR-6). Nothing was stored. Open
 * for adapters to extend.
 *
 * <p>Codes: {@code unavailable}, {@code timeout}, {@code conflict}, {@code in-use},
 * {@code disk-full}, {@code schema}, {@code too-large}.
 */
public class StorageException extends ChatRuntimeException {

  /** Whether trying again may help. */
  private final boolean retryable;

  /**
   * Makes an exception.
   *
   * @param code one of the codes above
   * @param message what was expected, what was found, what to do; no secret
   * @param retryable whether trying again may help
   * @param cause what was behind it, or {@code null}
   */
  public StorageException(
      String code, String message, boolean retryable, @Nullable Throwable cause) {
    super(ErrorInfo.of(code, message), cause);
    this.retryable = retryable;
  }

  /** Returns what kind of failure it is. */
  public final String code() {
    return info().code();
  }

  /** Returns whether trying again may help. */
  public final boolean isRetryable() {
    return retryable;
  }
}
