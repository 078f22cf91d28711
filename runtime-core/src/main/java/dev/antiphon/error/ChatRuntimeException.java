package dev.antiphon.error;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The root of every exception that Antiphon throws on purpose. It carries an {@link ErrorInfo}
 * (rule ERR-1).
 *
 * <p>Wrong arguments are {@code NullPointerException} and {@code IllegalArgumentException} of the
 * JDK.
 */
public class ChatRuntimeException extends RuntimeException {

  /** What can be shown of the failure. */
  private final transient ErrorInfo info;

  /**
   * Makes an exception.
   *
   * @param info what can be shown
   */
  public ChatRuntimeException(ErrorInfo info) {
    this(info, null);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param info what can be shown
   * @param cause what was behind it, or {@code null}
   */
  public ChatRuntimeException(ErrorInfo info, @Nullable Throwable cause) {
    super(requireNonNull(info, "info").message(), cause);
    this.info = info;
  }

  /** Returns what can be shown of the failure. */
  public final ErrorInfo info() {
    return info;
  }
}
