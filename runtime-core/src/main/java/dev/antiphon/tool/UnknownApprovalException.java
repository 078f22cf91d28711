package dev.antiphon.tool;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;

/** Thrown when no gate of the thread has the id (rule APPR-3). Nothing was changed. */
public final class UnknownApprovalException extends ChatRuntimeException {

  /** The approval's id. */
  private final transient ApprovalId approvalId;

  /**
   * Makes the exception.
   *
   * @param approvalId the approval's id
   */
  public UnknownApprovalException(ApprovalId approvalId) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "No approval '%s' in this thread. Read pendingApprovals() for those that are open."
            .formatted(approvalId)));
    this.approvalId = approvalId;
  }

  /** Returns the approval's id. */
  public ApprovalId approvalId() {
    return approvalId;
  }
}
