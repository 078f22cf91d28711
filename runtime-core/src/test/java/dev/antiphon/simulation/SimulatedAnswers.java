package dev.antiphon.simulation;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.PendingCalls;
import dev.antiphon.runtime.Run;
import dev.antiphon.runtime.ThreadRuntime;
import dev.antiphon.testing.Stages;
import dev.antiphon.thread.LoadState;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the user gives beside messages: decisions on the gates that were announced, results of human
 * tools, answers to questions; some of them wrong, late or twice.
 */
final class SimulatedAnswers {

  private final Simulation world;
  private final SimulatedUser user;
  private final RandomGenerator random;

  /** The gates that were decided on, over any number of deaths. */
  private final List<PendingApproval> decided = new ArrayList<>();

  private record Place(MessageId messageId, ToolCallId toolCallId) {}

  SimulatedAnswers(Simulation world, SimulatedUser user, RandomGenerator random) {
    this.world = world;
    this.user = user;
    this.random = random;
  }

  /**
   * Gives one of the things that the thread waits for.
   *
   * @return whether it waits for something
   */
  boolean giveWhatIsAwaited() {
    List<Runnable> possible = new ArrayList<>();
    for (PendingApproval gate : thread().pendingApprovals()) {
      possible.add(() -> decide(gate));
    }
    for (MessageItem item : thread().export().items()) {
      for (ToolCallPart call : item.message().toolCalls()) {
        Place place = new Place(item.message().id(), call.toolCallId());
        if (call.interrupt() != null) {
          possible.add(() -> answer(call.toolCallId()));
        } else if (item.message().isPaused()
            && PendingCalls.isPending(call)
            && !call.hasOpenGate()) {
          possible.add(() -> giveResult(place));
        }
      }
    }
    if (possible.isEmpty()) {
      return false;
    }
    possible.get(random.nextInt(possible.size())).run();
    return true;
  }

  // ---- decisions

  /** Decides on one of the gates that were announced, if there is one. */
  void decide() {
    List<PendingApproval> pending = thread().pendingApprovals();
    if (!pending.isEmpty()) {
      decide(pending.get(random.nextInt(pending.size())));
    }
  }

  private void decide(PendingApproval gate) {
    decided.add(gate);
    switch (random.nextInt(10)) {
      case 0 -> respond(gate, ApprovalResponse.deny("no"), null);
      case 1 -> {
        Map<String, Object> other = Map.of("n", "edited");
        respond(gate, ApprovalResponse.edit(other), other);
      }
      case 2 ->
        respond(
            gate, ApprovalResponse.approve().toBuilder().argumentsHash("stale").build(), null);
      case 3 -> {
        respond(gate, ApprovalResponse.approve(), gate.arguments());
        respond(gate, ApprovalResponse.approve(), null);
      }
      case 4 -> {
        respond(gate, ApprovalResponse.approve(), gate.arguments());
        respond(gate, ApprovalResponse.edit(Map.of("n", "too late")), null);
      }
      case 5 -> respond(gate, ApprovalResponse.answer(ToolResult.of("paid by hand")), null);
      default -> respond(gate, ApprovalResponse.approve(), gate.arguments());
    }
  }

  /** Decides otherwise on a gate that was decided on before, whatever has become of it. */
  void decideAgain() {
    if (!decided.isEmpty()) {
      PendingApproval gate = decided.get(random.nextInt(decided.size()));
      boolean mayBeOpen = !isLoaded()
          || thread().pendingApprovals().stream().anyMatch(open -> open.id().equals(gate.id()));
      Map<String, Object> other = Map.of("n", "again");
      respond(gate, ApprovalResponse.edit(other), mayBeOpen ? other : null);
    }
  }

  private void respond(
      PendingApproval gate, ApprovalResponse response, @Nullable Map<String, Object> approved) {
    world.tell(
        "respond to %s: approved=%s edited=%s",
        gate.id(), response.approved(), response.editedArguments());
    CompletionStage<Optional<Run>> answer = thread().respondToToolApproval(gate.id(), response);
    if (approved != null) {
      world.tools().approved(gate.messageId(), gate.toolCallId(), approved);
    }
    world.events().humanInput();
    goesOn(answer, "decision");
  }

  private void goesOn(CompletionStage<Optional<Run>> answer, String command) {
    user.watch(
        answer, command, next -> next.ifPresent(run -> user.watch(run, null, "after " + command)));
  }

  // ---- results

  /** Gives a result to any call of the visible branch, or to one that does not exist. */
  void giveResult() {
    Place place = new Place(user.any(), new ToolCallId("c" + random.nextInt(6)));
    for (Message message : thread().state().messages()) {
      for (ToolCallPart part : message.toolCalls()) {
        if (random.nextInt(3) == 0) {
          place = new Place(message.id(), part.toolCallId());
        }
      }
    }
    giveResult(place);
  }

  private void giveResult(Place place) {
    String result = "given " + random.nextInt(2);
    world.tell("addToolResult %s %s: %s", place.messageId(), place.toolCallId(), result);
    CompletionStage<Optional<Run>> answer =
        thread().addToolResult(place.messageId(), place.toolCallId(), ToolResult.of(result));
    world.events().humanInput();
    goesOn(answer, "result");
  }

  // ---- answers

  /** Answers a call, whether it asks or not. */
  void answer() {
    answer(new ToolCallId("c" + random.nextInt(6)));
  }

  private void answer(ToolCallId id) {
    world.tell("resumeToolCall %s", id);
    boolean isLoaded = isLoaded();
    CompletionStage<Boolean> isTaken = thread().resumeToolCall(id, "7");
    if (!isLoaded || Stages.now(isTaken)) {
      world.tools().answered(id);
      world.events().humanInput();
    }
    user.watch(isTaken, "answer", taken -> {});
  }

  private boolean isLoaded() {
    return thread().state().loadState() == LoadState.LOADED;
  }

  private ThreadRuntime thread() {
    return world.thread();
  }
}
