package dev.antiphon.runtime;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.PendingApproval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The open gates of a thread: opens them, announces them when they are stored, and watches the
 * clock (rules APPR-2 and APPR-12).
 */
final class GateKeeper {

  private final Conversation thread;

  GateKeeper(Conversation thread) {
    this.thread = thread;
  }

  // ---- opening

  /** Sets the gate of a call that the runtime executes; an open one waits to be announced. */
  void open(LiveRun run, ToolCallId id, ToolApproval gate) {
    thread.calls.addGate(gate.id(), run.requireMessageId(), id);
    thread.tools.changeCall(run, id, call -> call.toBuilder().approval(gate).build());
    if (gate.isOpen()) {
      ToolExecution.callsOf(run).unannounced.add(gate.id());
      watchExpiry(gate);
    }
  }

  /**
   * Takes in the gates that an adapter wrote on calls which the provider executes (rule APPR-14).
   * They are in the message already, undecided and under ids of the thread's.
   */
  void takeIn(LiveRun run) {
    MessageId messageId = run.requireMessageId();
    for (MessagePart part : thread.writer.message(messageId).content()) {
      if (part instanceof ToolCallPart call
          && call.hasOpenGate()
          && thread.calls.gate(gateOf(call).id()) == null) {
        thread.calls.addGate(gateOf(call).id(), messageId, call.toolCallId());
        ToolExecution.callsOf(run).unannounced.add(gateOf(call).id());
        watchExpiry(gateOf(call));
      }
    }
  }

  /** Returns an adapter's gate as it may be taken in: undecided, under an id that is free. */
  ToolApproval ofProvider(ToolApproval gate) {
    ApprovalId free = thread.calls.gate(gate.id()) == null
        ? gate.id()
        : new ApprovalId(thread.env.ids().next("apr"));
    return ToolApproval.builder(free)
        .options(gate.options())
        .expiresAt(gate.expiresAt())
        .argumentsHash(gate.argumentsHash())
        .build();
  }

  private static ToolApproval gateOf(ToolCallPart call) {
    return Objects.requireNonNull(call.approval());
  }

  // ---- announcing

  /** Returns the gates of a run that wait to be announced once they are stored. */
  static List<ApprovalId> unannounced(LiveRun run) {
    return run.calls == null ? List.of() : List.copyOf(run.calls.unannounced);
  }

  /** Announces gates that are stored now, and still open (rule APPR-2). */
  void announce(LiveRun run, List<ApprovalId> stored) {
    for (ApprovalId id : stored) {
      CallIndex.Gate gate = thread.calls.gate(id);
      if (run.calls == null || !run.calls.unannounced.remove(id) || gate == null) {
        continue;
      }
      Message message = thread.writer.message(gate.messageId());
      ToolCallPart call = Calls.find(message, gate.toolCallId());
      if (call.hasOpenGate()) {
        PendingApproval approval = PendingApproval.of(gate.messageId(), call);
        thread.writer.emit(
            header -> new ThreadEvent.ApprovalRequested(header, approval),
            run.id(),
            gate.messageId(),
            call.toolCallId());
      }
    }
  }

  boolean isAnnounced(ApprovalId id) {
    LiveRun run = thread.active();
    return run == null || run.calls == null || !run.calls.unannounced.contains(id);
  }

  /** Returns the open gates that are stored, oldest first, on any branch. */
  List<PendingApproval> pending() {
    return thread.writer.apply(() -> {
      List<PendingApproval> pending = new ArrayList<>();
      thread.calls.gates().forEach((id, place) -> {
        if (thread.writer.tree().contains(place.messageId()) && isAnnounced(id)) {
          Message message = thread.writer.message(place.messageId());
          ToolCallPart call = Calls.find(message, place.toolCallId());
          if (call.hasOpenGate()) {
            pending.add(PendingApproval.of(place.messageId(), call));
          }
        }
      });
      return List.copyOf(pending);
    });
  }

  // ---- the clock

  /** Closes a gate when its time is over. */
  void watchExpiry(ToolApproval gate) {
    Instant expiresAt = gate.expiresAt();
    if (expiresAt == null) {
      return;
    }
    Duration left = Duration.between(thread.env.clock().instant(), expiresAt);
    Duration delay = left.isNegative() ? Duration.ZERO : left;
    Runnable expire = expiry(thread.live, gate.id());
    thread.writer.afterwards(() -> thread.env.timer().schedule(delay, expire));
  }

  /** Returns what lets a gate expire, in whatever live runtime its thread has then. */
  private static Runnable expiry(LiveThread live, ApprovalId id) {
    return () -> live.run(rooms -> rooms.whenLoaded(() -> rooms.approvals.expire(id)));
  }

  boolean isOverdue(ToolApproval gate) {
    Instant expiresAt = gate.expiresAt();
    return expiresAt != null && !thread.env.clock().instant().isBefore(expiresAt);
  }

  /** Closes the gates of a message whose time ran out while its run could not take it. */
  void expireOverdue(MessageId messageId) {
    for (MessagePart part : thread.writer.message(messageId).content()) {
      if (part instanceof ToolCallPart call && call.hasOpenGate() && isOverdue(gateOf(call))) {
        thread.approvals.expire(gateOf(call).id());
      }
    }
  }
}
