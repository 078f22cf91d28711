package dev.antiphon.tool;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;

/**
 * Thrown when a response names other arguments than those of the gate (rule APPR-9). The gate stays
 * open.
 */
public final class StaleApprovalException extends ChatRuntimeException {

  /** The approval's id. */
  private final transient ApprovalId approvalId;

  /**
   * Makes the exception.
   *
   * @param approvalId the approval's id
   */
  public StaleApprovalException(ApprovalId approvalId) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Approval '%s' is for other arguments than the response names. Read the pending approval again and decide on what it shows."
            .formatted(approvalId)));
    this.approvalId = approvalId;
  }

  /** Returns the approval's id. */
  public ApprovalId approvalId() {
    return approvalId;
  }
}
