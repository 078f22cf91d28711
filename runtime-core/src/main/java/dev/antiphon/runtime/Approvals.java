package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.ApprovalOption;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ApprovalRules;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunReaction;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.ApprovalClosedException;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.StaleApprovalException;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tool.UnknownApprovalException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes the decisions on gates: by a person, or by the clock (rules APPR-3 to APPR-12). */
final class Approvals {

  private static final String COMMAND = "respondToToolApproval";

  private final Conversation thread;

  Approvals(Conversation thread) {
    this.thread = thread;
  }

  // ---- by a person

  /** Decides on a gate. What a tool says of edited arguments is asked under no lock. */
  CompletionStage<Optional<Run>> respond(ApprovalId id, ApprovalResponse response) {
    return response.editedArguments() == null
        ? thread.afterLoad.answer(COMMAND, () -> decide(id, response))
        : thread.afterLoad.answerUnlocked(COMMAND, () -> decideEdited(id, response));
  }

  private CompletionStage<Optional<Run>> decideEdited(ApprovalId id, ApprovalResponse response) {
    ToolCallPart call = thread.writer.apply(() -> decidable(id, response));
    if (call != null) {
      checkEdited(call, response);
    }
    return thread.afterLoad.answer(COMMAND, () -> decide(id, response));
  }

  private Optional<Run> decide(ApprovalId id, ApprovalResponse response) {
    ToolCallPart call = decidable(id, response);
    return call == null ? Optional.empty() : decide(placeOf(id), call, response);
  }

  /**
   * Returns the call whose gate can be decided so, or null if it was decided so before.
   *
   * @throws UnknownApprovalException if there is no such gate, or it is not stored yet
   * @throws ApprovalClosedException if it is closed, or its time is over
   */
  private @Nullable ToolCallPart decidable(ApprovalId id, ApprovalResponse response) {
    thread.check(COMMAND);
    CallIndex.Gate place = placeOf(id);
    Message message = thread.writer.message(place.messageId());
    ToolCallPart call = Calls.find(message, place.toolCallId());
    ToolApproval gate = gateOf(call);
    Decision decision = Decision.of(gate, response);
    if (!gate.isOpen()) {
      decision.requireSameAs(gate, call);
      return null;
    }
    if (Objects.requireNonNull(message.status()).isTerminal() || thread.gates.isOverdue(gate)) {
      throw new ApprovalClosedException(id);
    }
    String hash = response.argumentsHash();
    if (hash != null && !hash.equals(gate.argumentsHash())) {
      throw new StaleApprovalException(id);
    }
    return call;
  }

  private CallIndex.Gate placeOf(ApprovalId id) {
    CallIndex.Gate place = thread.calls.gate(id);
    if (place == null
        || !thread.writer.tree().contains(place.messageId())
        || !thread.gates.isAnnounced(id)) {
      throw new UnknownApprovalException(id);
    }
    return place;
  }

  private static ToolApproval gateOf(ToolCallPart call) {
    return Objects.requireNonNull(call.approval(), "A call in the index of gates has one.");
  }

  private void checkEdited(ToolCallPart call, ApprovalResponse response) {
    Tool tool = call.isProviderExecuted()
        ? null
        : thread.contexts.merged().tools().find(call.toolName()).orElse(null);
    if (tool != null && response.editedArguments() != null) {
      CallPlanner.check(tool, response.editedArguments());
    }
  }

  private Optional<Run> decide(CallIndex.Gate place, ToolCallPart call, ApprovalResponse response) {
    MessageId messageId = place.messageId();
    Decision decision = Decision.of(gateOf(call), response);
    LiveRun run = thread.runOn(messageId);
    if (run != null && run.on(RunEvent.APPROVAL_DECISION) == RunReaction.REFUSE_CLOSED_GATE) {
      throw new ApprovalClosedException(decision.gate().id());
    }
    thread.human.wasGiven(messageId, run);
    changeGate(messageId, place.toolCallId(), decision.gate());
    remember(call, decision);
    ToolResult answer = response.answer();
    if (answer != null) {
      thread.tools.place(run, messageId, place.toolCallId(), answer, null);
    } else if (!decision.isApproved() && !call.isProviderExecuted()) {
      thread.tools.place(
          run, messageId, place.toolCallId(), decision.denial(call.toolName()), null);
    }
    return thread.human.goOn(messageId, run, 0);
  }

  /**
   * Remembers "always" (rule APPR-11). Not for a call that the provider executes: its gate is the
   * adapter's, and what is granted to it opens no gate of the runtime's (rule APPR-13).
   */
  private void remember(ToolCallPart call, Decision decision) {
    ApprovalOption option = decision.option();
    ApprovalRules.Verdict verdict = decision.verdict();
    if (option == null || verdict == null || call.isProviderExecuted()) {
      return;
    }
    thread
        .env
        .rules()
        .remember(new RuleMemory.Wish(
            thread.key.owner(), call.toolName(), verdict, option, this::notRemembered));
    thread.writer.inBackground(thread.env.rules()::carryOut);
  }

  private void notRemembered(Throwable failure) {
    ErrorInfo error = ErrorInfo.from(failure, ErrorInfo.STORAGE);
    thread.writer.run(
        () -> thread.writer.emit(header -> new ThreadEvent.StorageFailed(header, error)));
  }

  // ---- by the clock

  /** Closes a gate whose time is over (rule APPR-12); a decision that came first wins. */
  void expire(ApprovalId id) {
    CallIndex.Gate place = thread.calls.gate(id);
    if (place == null
        || !thread.writer.tree().contains(place.messageId())
        || thread.writer.loadState() != LoadState.LOADED) {
      // A load watches the gates that it finds.
      return;
    }
    MessageId messageId = place.messageId();
    ToolCallPart call = Calls.find(thread.writer.message(messageId), place.toolCallId());
    ToolApproval gate = gateOf(call);
    if (!gate.isOpen() || !thread.gates.isOverdue(gate)) {
      return;
    }
    LiveRun run = thread.runOn(messageId);
    if (run != null && run.on(RunEvent.GATE_EXPIRES) == RunReaction.IGNORE) {
      // Looked at again when the calls of the run are (see GateKeeper.expireOverdue).
      return;
    }
    close(messageId, place.toolCallId(), gate, ToolApproval.Resolution.EXPIRED);
    ToolResult result = ToolResult.error(
        "Nobody approved the call of tool '%s' in time. Go on without it, or ask the user."
            .formatted(call.toolName()));
    thread.tools.place(run, messageId, place.toolCallId(), result, null);
    thread.human.goOn(messageId, run, thread.human.stepsSinceHuman(messageId));
  }

  // ---- closing

  /** Closes a gate without a decision. */
  void close(
      MessageId messageId, ToolCallId id, ToolApproval gate, ToolApproval.Resolution resolution) {
    changeGate(messageId, id, gate.toBuilder().resolution(resolution).build());
  }

  /** Closes all open gates of a message that is cancelled or over. */
  void closeAll(MessageId messageId) {
    for (MessagePart part : thread.writer.message(messageId).content()) {
      if (part instanceof ToolCallPart call && call.hasOpenGate()) {
        close(messageId, call.toolCallId(), gateOf(call), ToolApproval.Resolution.CANCELLED);
      }
    }
  }

  private void changeGate(MessageId messageId, ToolCallId id, ToolApproval gate) {
    LiveRun run = thread.runOn(messageId);
    thread.writer.change(
        messageId,
        run == null ? null : run.id(),
        message ->
            Calls.changed(message, id, call -> call.toBuilder().approval(gate).build()));
    thread.writer.emit(
        header -> new ThreadEvent.ApprovalResolved(header, gate),
        run == null ? null : run.id(),
        messageId,
        id);
  }
}
