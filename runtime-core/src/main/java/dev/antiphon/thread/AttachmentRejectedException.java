package dev.antiphon.thread;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a file is not attached (rule ATT-1). An attachment adapter may throw it too, to say
 * why it does not take a file.
 */
public final class AttachmentRejectedException extends ChatRuntimeException {

  /** Why a file is not attached. */
  public enum Reason {
    /** There is no attachment adapter. */
    NO_ADAPTER("no-adapter"),
    /** The adapter does not take files of its kind. */
    NOT_ACCEPTED("not-accepted"),
    /** It is larger than allowed. */
    TOO_LARGE("too-large"),
    /** The message has as many attachments as are allowed. */
    TOO_MANY("too-many"),
    /** Its id is in use. */
    DUPLICATE("duplicate"),
    /** The adapter failed; the attachment stays, and shows the error. */
    ADAPTER_ERROR("adapter-error");

    private final String value;

    Reason(String value) {
      this.value = value;
    }

    /** Returns the value as assistant-ui writes them: lower case, with hyphens. */
    public String value() {
      return value;
    }
  }

  /** Why it was not attached. */
  private final Reason reason;

  /**
   * Makes the exception.
   *
   * @param reason why
   * @param detail what was expected, what was found and what to do
   */
  public AttachmentRejectedException(Reason reason, String detail) {
    this(reason, ErrorInfo.of(ErrorInfo.REFUSED, detail), null);
  }

  /**
   * Makes the exception for an adapter that failed.
   *
   * @param cause what it threw
   */
  public AttachmentRejectedException(Throwable cause) {
    this(Reason.ADAPTER_ERROR, ErrorInfo.from(cause), cause);
  }

  private AttachmentRejectedException(Reason reason, ErrorInfo info, @Nullable Throwable cause) {
    super(info, cause);
    this.reason = requireNonNull(reason, "reason");
  }

  /** Returns why it was not attached. */
  public Reason reason() {
    return reason;
  }
}
