package dev.antiphon.cloud;

import dev.antiphon.port.StorageException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when Assistant Cloud refuses a call, does not answer, or answers what cannot be
 * understood. Its message has neither a token nor anything that was said in a thread.
 *
 * <p>Codes beside those of {@link StorageException}: {@code authentication}, {@code not-found},
 * {@code rate-limit}, {@code invalid-request}, {@code malformed}.
 */
public final class CloudException extends StorageException {

  private static final String CONFLICT = "conflict";
  private static final String MALFORMED = "malformed";
  private static final String NOT_FOUND = "not-found";
  private static final String TIMEOUT = "timeout";
  private static final String TOO_LARGE = "too-large";
  private static final String UNAVAILABLE = "unavailable";

  /** The HTTP status, or 0. */
  private final int status;

  /** The code that the server gave, or null. */
  private final @Nullable String serverCode;

  /** How long to wait, or null. */
  private final transient @Nullable Duration retryAfter;

  private CloudException(
      String code,
      String message,
      boolean retryable,
      int status,
      @Nullable String serverCode,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(code, message, retryable, cause);
    this.status = status;
    this.serverCode = serverCode;
    this.retryAfter = retryAfter;
  }

  /** Makes one of a call that has no answer, or an answer of no use. */
  private CloudException(
      String code, String message, boolean retryable, @Nullable Throwable cause) {
    this(code, message, retryable, 0, null, null, cause);
  }

  /** Makes the exception of a status that is not one of success. */
  static CloudException ofStatus(
      String call, int status, @Nullable String serverCode, @Nullable Duration retryAfter) {
    return new CloudException(
        codeOf(status),
        "Assistant Cloud answered %s with status %d%s. %s"
            .formatted(
                call, status, serverCode == null ? "" : " (" + serverCode + ")", advice(status)),
        status == 408 || status == 429 || status >= 500,
        status,
        serverCode,
        retryAfter,
        null);
  }

  /** Makes the exception of a call that nobody answered in time. */
  static CloudException timeout(String call, Duration timeout) {
    return new CloudException(
        TIMEOUT,
        "Assistant Cloud did not answer %s within %d ms. Try again, or raise the timeout."
            .formatted(call, timeout.toMillis()),
        true,
        null);
  }

  /** Makes the exception of a call that did not get through. */
  static CloudException unreachable(String call, Throwable cause) {
    return new CloudException(
        UNAVAILABLE,
        "Assistant Cloud could not be reached for %s: %s. Check the base URL and the network."
            .formatted(call, cause.getClass().getSimpleName()),
        true,
        cause);
  }

  /** Makes the exception of an answer that is not as the API says. */
  static CloudException malformed(String call, String problem) {
    return new CloudException(
        MALFORMED,
        "Assistant Cloud answered %s with something else than expected: %s."
            .formatted(call, problem),
        false,
        null);
  }

  /** Makes the exception of a call that cannot be written down. */
  static CloudException unsendable(String call, String problem) {
    return new CloudException(
        TOO_LARGE,
        "What %s would send to Assistant Cloud cannot be written: %s".formatted(call, problem),
        false,
        null);
  }

  /** Makes the exception of an answer that is longer than is read. */
  static CloudException answerTooLong(String call, long limit) {
    return new CloudException(
        TOO_LARGE,
        "Assistant Cloud answered %s with more than %d bytes, which is not read."
            .formatted(call, limit),
        false,
        null);
  }

  /** Makes the exception of a file that is not uploaded. */
  static CloudException fileTooLarge(int limit) {
    return new CloudException(
        TOO_LARGE,
        "The file has more than %d bytes, which are the most that is uploaded.".formatted(limit),
        false,
        null);
  }

  /** Makes the exception of a call for which there is no token. */
  static CloudException unauthorized(String problem, @Nullable Throwable cause) {
    return new CloudException(
        "authentication", "No token for Assistant Cloud: %s.".formatted(problem), false, cause);
  }

  /** Makes the exception of something that is not stored, although what is to be done needs it. */
  static CloudException missing(String what) {
    return new CloudException(
        NOT_FOUND,
        "Assistant Cloud does not have %s. Somebody deleted it, or it was never stored; load the thread again."
            .formatted(what),
        false,
        null);
  }

  /** Makes the exception of a cursor that no page gave. */
  static CloudException invalidCursor() {
    return new CloudException(
        "invalid-request",
        "The cursor is none that a page of this list gave. Start with the first page.",
        false,
        null);
  }

  /** Returns the HTTP status of the answer, or 0 if there was none. */
  public int status() {
    return status;
  }

  /** Returns the code that the server gave, if it gave one. */
  public Optional<String> serverCode() {
    return Optional.ofNullable(serverCode);
  }

  /** Returns how long the server wants to be left alone, if it said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  boolean isNotFound() {
    return code().equals(NOT_FOUND);
  }

  boolean isConflict() {
    return code().equals(CONFLICT);
  }

  /** Returns whether the answer was longer than is read. */
  boolean isAnswerTooLong() {
    return status == 0 && code().equals(TOO_LARGE);
  }

  /** Returns whether the server may have done what it was asked, although it did not say so. */
  boolean mayHaveBeenDone() {
    return code().equals(TIMEOUT) || code().equals(UNAVAILABLE) || code().equals(MALFORMED);
  }

  private static String codeOf(int status) {
    return switch (status) {
      case 401, 403 -> "authentication";
      case 404, 410 -> NOT_FOUND;
      case 408, 504 -> TIMEOUT;
      case 409, 412 -> CONFLICT;
      case 413 -> TOO_LARGE;
      case 429 -> "rate-limit";
      default -> status >= 500 ? UNAVAILABLE : "invalid-request";
    };
  }

  private static String advice(int status) {
    return switch (codeOf(status)) {
      case "authentication" -> "Check the key, or what supplies the token.";
      case NOT_FOUND -> "It is not there, or belongs to somebody else.";
      case CONFLICT -> "Somebody else changed it; load it again.";
      case TOO_LARGE -> "Send less.";
      case "rate-limit" -> "Wait, and try again.";
      case TIMEOUT, UNAVAILABLE -> "Try again later.";
      default -> "The server does not take what was sent; please report it.";
    };
  }
}
