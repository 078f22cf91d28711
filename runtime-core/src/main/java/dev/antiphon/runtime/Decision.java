package dev.antiphon.runtime;

import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ApprovalRules;
import dev.antiphon.tool.ApprovalClosedException;
import dev.antiphon.tool.ApprovalConflictException;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tool.UnknownApprovalOptionException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a response makes of a gate (rules APPR-4 to APPR-8); pure.
 *
 * @param gate the gate, decided or answered
 * @param option the option that was chosen, or null
 * @param answer the result that was given instead, or null
 */
record Decision(
    ToolApproval gate,
    @Nullable ApprovalOption option,
    @Nullable ToolResult answer) {

  /**
   * Reads a response.
   *
   * @throws UnknownApprovalOptionException if it names an option that the gate does not offer
   * @throws IllegalArgumentException if it chooses a custom option and does not say what that
   *     means, or edits arguments without approving
   */
  static Decision of(ToolApproval gate, ApprovalResponse response) {
    ApprovalOption option = optionOf(gate, response);
    if (response.answer() != null) {
      ToolApproval answered =
          gate.toBuilder().resolution(ToolApproval.Resolution.ANSWERED).build();
      return new Decision(answered, null, response.answer());
    }
    boolean isApproved = isApproved(response, option);
    if (!isApproved && response.editedArguments() != null) {
      throw new IllegalArgumentException(
          "Edited arguments go with an approval only. Leave them out of a denial.");
    }
    ToolApproval decided = gate.toBuilder()
        .approved(isApproved)
        .optionId(response.optionId())
        .reason(response.reason())
        .editedArguments(response.editedArguments())
        .build();
    return new Decision(decided, option, null);
  }

  private static @Nullable ApprovalOption optionOf(ToolApproval gate, ApprovalResponse response) {
    String id = response.optionId();
    if (id == null) {
      return null;
    }
    List<ApprovalOption> offered = gate.options() == null ? List.of() : gate.options();
    return offered.stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new UnknownApprovalOptionException(gate.id(), id));
  }

  private static boolean isApproved(ApprovalResponse response, @Nullable ApprovalOption option) {
    if (response.approved() != null) {
      return response.approved();
    }
    String kind = option == null ? "" : option.kind();
    return switch (kind) {
      case ApprovalOption.ALLOW_ONCE, ApprovalOption.ALLOW_ALWAYS -> true;
      case ApprovalOption.REJECT_ONCE, ApprovalOption.REJECT_ALWAYS -> false;
      default ->
        throw new IllegalArgumentException(
            "Option kind '%s' does not say whether it approves. Give 'approved' too."
                .formatted(kind));
    };
  }

  boolean isApproved() {
    return gate.isApproved();
  }

  /** Returns what is to be remembered for later calls, or null; only what was decided now. */
  ApprovalRules.@Nullable Verdict verdict() {
    String kind = option == null ? "" : option.kind();
    return switch (kind) {
      case ApprovalOption.ALLOW_ALWAYS -> isApproved() ? ApprovalRules.Verdict.ALLOW : null;
      case ApprovalOption.REJECT_ALWAYS -> isApproved() ? null : ApprovalRules.Verdict.REJECT;
      default -> null;
    };
  }

  /** Returns the error result of a denial. */
  ToolResult denial(String toolName) {
    String reason = gate.reason();
    return ToolResult.error(
        reason == null || reason.isBlank()
            ? "The user denied the call of tool '%s'.".formatted(toolName)
            : "The user denied the call of tool '%s': %s".formatted(toolName, reason));
  }

  /**
   * Accepts a repetition of what was decided before (rule APPR-8).
   *
   * @throws ApprovalConflictException if the gate has another decision
   * @throws ApprovalClosedException if it was closed without a decision
   */
  void requireSameAs(ToolApproval closed, ToolCallPart call) {
    if (closed.resolution() == ToolApproval.Resolution.ANSWERED && answer != null) {
      if (!Objects.equals(call.result(), answer.result()) || call.isError() != answer.isError()) {
        throw new ApprovalConflictException(closed.id());
      }
      return;
    }
    if (closed.resolution() != null) {
      throw new ApprovalClosedException(closed.id());
    }
    boolean isSame = answer == null
        && Objects.equals(closed.approved(), gate.approved())
        && Objects.equals(closed.optionId(), gate.optionId())
        && Objects.equals(closed.editedArguments(), gate.editedArguments());
    if (!isSame) {
      throw new ApprovalConflictException(closed.id());
    }
  }
}
