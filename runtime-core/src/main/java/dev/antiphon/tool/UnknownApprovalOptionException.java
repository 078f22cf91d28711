package dev.antiphon.tool;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;

/**
 * Thrown when a response names an option that the gate does not offer (rule APPR-5). The gate stays
 * open.
 */
public final class UnknownApprovalOptionException extends ChatRuntimeException {

  /** The approval's id. */
  private final transient ApprovalId approvalId;

  /**
   * Makes the exception.
   *
   * @param approvalId the approval's id
   * @param optionId the option that was asked for
   */
  public UnknownApprovalOptionException(ApprovalId approvalId, String optionId) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED, "Approval '%s' has no option '%s'.".formatted(approvalId, optionId)));
    this.approvalId = approvalId;
  }

  /** Returns the approval's id. */
  public ApprovalId approvalId() {
    return approvalId;
  }
}
