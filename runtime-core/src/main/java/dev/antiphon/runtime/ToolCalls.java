package dev.antiphon.runtime;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ToolCallId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls of one run that are planned, wait for a slot, or execute. Confined to the writer. */
final class ToolCalls {

  /** Calls whose start is being stored or whose handler runs, in the order of their start. */
  final Map<ToolCallId, ToolSession> executing = new LinkedHashMap<>();

  /** Calls that wait for a slot. */
  final Deque<ToolSession> ready = new ArrayDeque<>();

  /** Calls that are being planned. */
  final Set<ToolCallId> planning = new LinkedHashSet<>();

  /** Gates that are open and not announced, since they are not stored yet. */
  final List<ApprovalId> unannounced = new ArrayList<>();

  /** The tools whose handler has not come back, by execution. */
  private final Map<ToolSession, String> handlersOut = new LinkedHashMap<>();

  boolean isBusy() {
    return !executing.isEmpty() || !ready.isEmpty() || !planning.isEmpty();
  }

  boolean isTaken(ToolCallId id) {
    return planning.contains(id)
        || executing.containsKey(id)
        || ready.stream().anyMatch(session -> session.id().equals(id));
  }

  /**
   * Returns whether something executes, and all that executes asks a human (rule TOOL-20). What
   * waits for a slot does not execute.
   */
  boolean isOnlyAsking() {
    return planning.isEmpty()
        && !executing.isEmpty()
        && executing.values().stream().allMatch(ToolSession::isAsking);
  }

  void handlerOut(ToolSession session) {
    handlersOut.put(session, session.toolName());
  }

  void handlerBack(ToolSession session) {
    handlersOut.remove(session);
  }

  /** Returns which tools ignore that their call is over, or null if none does. */
  @Nullable
  String leaking() {
    List<String> names = new ArrayList<>();
    handlersOut.forEach((session, name) -> {
      if (session.isOver()) {
        names.add(name);
      }
    });
    return names.isEmpty() ? null : "the tool " + String.join(", ", names);
  }

  /** Ends the execution of one call, whose result somebody else gave. */
  void stop(ToolCallId id) {
    ToolSession session = executing.remove(id);
    if (session != null) {
      session.end(true);
    }
    ready.removeIf(waiting -> waiting.id().equals(id));
    planning.remove(id);
  }

  /** Ends all: the run is over. */
  void close() {
    executing.values().forEach(session -> session.end(true));
    executing.clear();
    ready.clear();
    planning.clear();
  }
}
