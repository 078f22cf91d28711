package dev.antiphon.tool;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An open gate, with all that a person needs to decide on it. */
public final class PendingApproval {

  private final MessageId messageId;
  private final ToolCallPart call;
  private final ToolApproval gate;

  private PendingApproval(MessageId messageId, ToolCallPart call, ToolApproval gate) {
    this.messageId = messageId;
    this.call = call;
    this.gate = gate;
  }

  /**
   * Returns the open gate of a call.
   *
   * @param messageId the message it stands in
   * @param call the call
   * @throws IllegalArgumentException if the call has no open gate
   */
  public static PendingApproval of(MessageId messageId, ToolCallPart call) {
    ToolApproval gate = call.approval();
    if (gate == null || !gate.isOpen()) {
      throw new IllegalArgumentException("Call '" + call.toolCallId() + "' has no open gate.");
    }
    return new PendingApproval(messageId, call, gate);
  }

  /** Returns the gate's id. */
  public ApprovalId id() {
    return gate.id();
  }

  /** Returns the message that the call stands in. */
  public MessageId messageId() {
    return messageId;
  }

  /** Returns the call's id. */
  public ToolCallId toolCallId() {
    return call.toolCallId();
  }

  /** Returns the tool's name. */
  public String toolName() {
    return call.toolName();
  }

  /** Returns the arguments that would be executed. */
  public Map<String, Object> arguments() {
    return call.args();
  }

  /** Returns the hash that a decision is bound to (rule APPR-9). */
  public @Nullable String argumentsHash() {
    return gate.argumentsHash();
  }

  /** Returns the answers on offer; empty means plain allow or deny. */
  public List<ApprovalOption> options() {
    List<ApprovalOption> options = gate.options();
    return options == null ? List.of() : options;
  }

  /** Returns when it expires, or {@code null} if it does not. */
  public @Nullable Instant expiresAt() {
    return gate.expiresAt();
  }

  @Override
  public String toString() {
    return "PendingApproval[" + id() + ", " + toolName() + "]";
  }
}
