package dev.antiphon.tool;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;

/**
 * Thrown when a decision comes for a gate that is closed, or whose message has ended (rule APPR-8).
 */
public final class ApprovalClosedException extends ChatRuntimeException {

  /** The approval's id. */
  private final transient ApprovalId approvalId;

  /**
   * Makes the exception.
   *
   * @param approvalId the approval's id
   */
  public ApprovalClosedException(ApprovalId approvalId) {
    super(ErrorInfo.of(
        ErrorInfo.CLOSED,
        "Approval '%s' is closed and can no longer be decided.".formatted(approvalId)));
    this.approvalId = approvalId;
  }

  /** Returns the approval's id. */
  public ApprovalId approvalId() {
    return approvalId;
  }
}
