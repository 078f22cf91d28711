package dev.antiphon.simulation;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message as the naive model knows it: what a user can tell apart. */
final class ModelMessage {

  final MessageId id;
  final Role role;
  final StringBuilder text = new StringBuilder();
  final List<Call> calls = new ArrayList<>();

  @Nullable
  Status status;

  /** How many calls belong to steps that have ended. */
  int settledCalls;

  int stepsSinceHuman;

  ModelMessage(MessageId id, Role role, @Nullable Status status) {
    this.id = id;
    this.role = role;
    this.status = status;
  }

  /** What a call waits for, or how it was answered. */
  enum Gate {
    NONE,
    OPEN,
    APPROVED,
    DENIED,
    ANSWERED,
    CANCELLED
  }

  /** A call. */
  static final class Call {
    final String id;
    final String tool;
    Gate gate = Gate.NONE;
    boolean isStarted;
    boolean isAsking;
    boolean hasAnswer;

    @Nullable
    String result;

    Call(String id, String tool) {
      this.id = id;
      this.tool = tool;
    }

    boolean isPending() {
      if (result != null) {
        return false;
      }
      return gate == Gate.OPEN || isAsking || (gate == Gate.NONE && !isStarted);
    }

    private boolean isPendingAlthoughUnseen() {
      return isPending() && (gate == Gate.OPEN || isAsking || tool.equals("human"));
    }

    private String shown() {
      return "%s:%s %s%s%s%s"
          .formatted(
              id,
              tool,
              gate,
              isStarted ? " started" : "",
              isAsking ? " asking" : "",
              result == null ? "" : " = " + result);
    }
  }

  boolean hasPendingCall() {
    return calls.stream().anyMatch(Call::isPending);
  }

  /** Returns whether only a human can help; what its adapter paused was not looked at yet. */
  boolean waitsForHuman() {
    return Status.INTERRUPT.equals(status)
        ? calls.stream().anyMatch(Call::isPendingAlthoughUnseen)
        : hasPendingCall();
  }

  @Nullable
  Call call(String id) {
    return calls.stream().filter(call -> call.id.equals(id)).findFirst().orElse(null);
  }

  /** Returns everything that is compared, as one line. */
  String shown() {
    return "%s %s '%s' %s"
        .formatted(role, shown(status), text, calls.stream().map(Call::shown).toList());
  }

  private static String shown(@Nullable Status status) {
    return status == null ? "-" : status.type() + "/" + status.reason();
  }

  /** Returns a real message as the model would see it. */
  static ModelMessage of(Message message) {
    ModelMessage seen = new ModelMessage(message.id(), message.role(), message.status());
    int settledParts = settledParts(message);
    for (int i = 0; i < message.content().size(); i++) {
      MessagePart part = message.content().get(i);
      if (part instanceof TextPart text) {
        seen.text.append(text.text());
      } else if (part instanceof ToolCallPart call) {
        seen.calls.add(callOf(call));
        seen.settledCalls += i < settledParts ? 1 : 0;
      }
    }
    return seen;
  }

  private static int settledParts(Message message) {
    List<Step> steps = message.metadata().steps();
    Integer size = steps.isEmpty() ? null : steps.get(steps.size() - 1).contentSize();
    return size == null ? 0 : size;
  }

  private static Call callOf(ToolCallPart part) {
    Call call = new Call(part.toolCallId().value(), part.toolName());
    call.gate = gateOf(part.approval());
    call.isStarted = part.timing() != null;
    call.isAsking = part.interrupt() != null;
    if (part.hasResult()) {
      call.result = part.isError() ? "error" : String.valueOf(part.result());
    }
    return call;
  }

  private static Gate gateOf(@Nullable ToolApproval gate) {
    if (gate == null) {
      return Gate.NONE;
    }
    if (gate.resolution() != null) {
      return gate.resolution() == ToolApproval.Resolution.ANSWERED ? Gate.ANSWERED : Gate.CANCELLED;
    }
    return gate.isOpen() ? Gate.OPEN : gate.isApproved() ? Gate.APPROVED : Gate.DENIED;
  }
}
