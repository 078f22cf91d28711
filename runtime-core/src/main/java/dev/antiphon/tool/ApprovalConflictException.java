package dev.antiphon.tool;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;

/**
 * Thrown when a gate has a decision and the one given now differs (rule APPR-8). The first one
 * stands.
 */
public final class ApprovalConflictException extends ChatRuntimeException {

  /** The approval's id. */
  private final transient ApprovalId approvalId;

  /**
   * Makes the exception.
   *
   * @param approvalId the approval's id
   */
  public ApprovalConflictException(ApprovalId approvalId) {
    super(ErrorInfo.of(
        ErrorInfo.REFUSED,
        "Approval '%s' has a decision already, and the one given now differs. The first decision stands."
            .formatted(approvalId)));
    this.approvalId = approvalId;
  }

  /** Returns the approval's id. */
  public ApprovalId approvalId() {
    return approvalId;
  }
}
