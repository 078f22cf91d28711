package dev.antiphon.runtime;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls and gates of a thread by id. Confined to the writer. */
final class CallIndex {

  /** Where a gate is. */
  record Gate(MessageId messageId, ToolCallId toolCallId) {}

  private final Map<ToolCallId, MessageId> calls = new HashMap<>();
  private final Map<ApprovalId, Gate> gates = new LinkedHashMap<>();

  boolean isUsed(ToolCallId id) {
    return calls.containsKey(id);
  }

  void addCall(ToolCallId id, MessageId messageId) {
    calls.put(id, messageId);
  }

  void addGate(ApprovalId id, MessageId messageId, ToolCallId call) {
    gates.put(id, new Gate(messageId, call));
  }

  @Nullable
  Gate gate(ApprovalId id) {
    return gates.get(id);
  }

  @Nullable
  MessageId messageOf(ToolCallId id) {
    return calls.get(id);
  }

  /** Returns the gates ever opened, oldest first; the tree says which are open. */
  Map<ApprovalId, Gate> gates() {
    return gates;
  }

  void addAll(Message message) {
    for (MessagePart part : message.content()) {
      if (part instanceof ToolCallPart call) {
        addCall(call.toolCallId(), message.id());
        if (call.approval() != null) {
          addGate(call.approval().id(), message.id(), call.toolCallId());
        }
      }
    }
  }

  void removeAll(Set<MessageId> removed) {
    Set<MessageId> gone = new HashSet<>(removed);
    calls.values().removeIf(gone::contains);
    gates.values().removeIf(gate -> gone.contains(gate.messageId()));
  }

  void clear() {
    calls.clear();
    gates.clear();
  }
}
