package dev.antiphon.error;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A failure in a form that can be shown: in a state, in an event, in a message that ended badly.
 *
 * @param code what kind of failure; one of the constants here, or any string of an adapter's own
 * @param message short text to show, never a stack trace
 * @param severity how bad it is, or {@code null} if not said
 * @param display where to show it, or {@code null} if not said
 */
public record ErrorInfo(
    String code,
    String message,
    @Nullable Severity severity,
    @Nullable Display display) {

  /** Nothing more is known. */
  public static final String UNKNOWN = "unknown";

  /** The network failed. */
  public static final String NETWORK = "network";

  /** The provider of the model refused or failed. */
  public static final String PROVIDER = "provider";

  /** A deadline passed. */
  public static final String TIMEOUT = "timeout";

  /** A tool failed. */
  public static final String TOOL = "tool";

  /** The storage failed. */
  public static final String STORAGE = "storage";

  /** A limit was reached. */
  public static final String LIMIT = "limit";

  /** What was asked is closed. */
  public static final String CLOSED = "closed";

  /** The call was refused and changed nothing; the exception's type says why. */
  public static final String REFUSED = "refused";

  private static final int MAX_MESSAGE_LENGTH = 2048;

  /** How bad a failure is. */
  public enum Severity {
    /** Work was lost or cannot go on. */
    CRITICAL,
    /** Something did not happen. */
    WARNING,
    /** Good to know. */
    INFO
  }

  /** Where a failure is best shown. */
  public enum Display {
    /** Beside what failed. */
    INLINE,
    /** In a passing note. */
    TOAST,
    /** Nowhere. */
    SILENT,
    /** To developers only. */
    DEV_ONLY
  }

  /** Checks the fields and cuts an overlong message. */
  public ErrorInfo {
    requireNonNull(code, "code");
    requireNonNull(message, "message");
    if (message.length() > MAX_MESSAGE_LENGTH) {
      int end = MAX_MESSAGE_LENGTH - 1;
      message =
          message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end)
              + "…";
    }
  }

  /**
   * Returns a failure with a code and a text.
   *
   * @param code what kind of failure
   * @param message short text to show
   */
  public static ErrorInfo of(String code, String message) {
    return new ErrorInfo(code, message, null, null);
  }

  /**
   * Converts whatever was thrown (rule ERR-2): the info of an exception of ours is kept, any other
   * exception gives its message or, without one, its class name.
   *
   * @param thrown what was thrown
   */
  public static ErrorInfo from(Throwable thrown) {
    return from(thrown, UNKNOWN);
  }

  /**
   * Converts as {@link #from(Throwable)} does, with a code of the caller's for foreign exceptions.
   *
   * @param thrown what was thrown
   * @param code the code for an exception that carries none
   */
  public static ErrorInfo from(Throwable thrown, String code) {
    if (thrown instanceof ChatRuntimeException ours) {
      return ours.info();
    }
    return of(code, textOf(thrown));
  }

  private static String textOf(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null || message.isBlank() ? classNameOf(thrown) : message;
    } catch (RuntimeException | Error failedToConvert) {
      return classNameOf(thrown);
    }
  }

  /** Returns the name of the class without its package; anonymous ones have it too. */
  private static String classNameOf(Throwable thrown) {
    String name = thrown.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
