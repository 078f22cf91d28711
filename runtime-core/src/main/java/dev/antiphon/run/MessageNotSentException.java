package dev.antiphon.run;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.tree.MessageItem;
import org.jspecify.annotations.Nullable;

/**
 * Ends the completion of a send whose load, thread creation or storing failed. Nothing ran and
 * nothing was stored below the message (rule ERR-4).
 */
public final class MessageNotSentException extends ChatRuntimeException {

  /** The message that was not sent. */
  private final transient @Nullable MessageItem draft;

  /**
   * Makes the exception.
   *
   * @param draft the message that was not sent, with its run config; {@code null} for a run without
   *     one
   * @param cause why
   */
  public MessageNotSentException(@Nullable MessageItem draft, Throwable cause) {
    super(
        ErrorInfo.of(
            ErrorInfo.from(cause, ErrorInfo.STORAGE).code(),
            "The message was not sent: "
                + ErrorInfo.from(cause, ErrorInfo.STORAGE).message()
                + " Nothing was stored; send it again when the cause is gone."),
        cause);
    this.draft = draft;
  }

  /** Returns the message that was not sent, or {@code null} for a run without one. */
  public @Nullable MessageItem draft() {
    return draft;
  }
}
