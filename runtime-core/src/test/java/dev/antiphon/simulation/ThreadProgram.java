package dev.antiphon.simulation;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.NotAnAssistantMessageException;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolResultConflictException;
import dev.antiphon.message.UnknownMessageException;
import dev.antiphon.message.UnknownToolCallException;
import dev.antiphon.run.ContinuationRule;
import dev.antiphon.run.RunNotPossibleException;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.runtime.WhenBusy;
import dev.antiphon.simulation.ModelMessage.Call;
import dev.antiphon.simulation.ModelMessage.Gate;
import dev.antiphon.testing.Stages;
import dev.antiphon.testing.TestMessages;
import dev.antiphon.thread.ThreadBusyException;
import dev.antiphon.tool.ApprovalClosedException;
import dev.antiphon.tool.ApprovalConflictException;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tool.UnknownApprovalException;
import dev.antiphon.tree.DeleteMode;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.ImportException;
import dev.antiphon.tree.MessageItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands on a real thread and on its model. What the model and the tools do is commanded
 * too: while one is called, the program goes on inside of it.
 */
final class ThreadProgram {

  private static final List<WhenBusy> BUSY = List.of(WhenBusy.values());
  private static final MessageId NOBODY = new MessageId("nobody");
  private static final List<String> TOOLS =
      List.of("write", "read", "pay", "human", "ask", "nobody", "pay", "write");

  private final List<ThreadCommand> commands;
  private final ProgramWorld world = new ProgramWorld(this);
  final ThreadModel model = new ThreadModel();

  private int at;
  private int sent;
  private int calls;
  private @Nullable ExportedThread exported;
  private @Nullable PendingApproval decided;
  private @Nullable ApprovalResponse decision;
  private @Nullable Throwable failure;

  private ThreadProgram(List<ThreadCommand> commands) {
    this.commands = commands;
  }

  /** Runs commands, and compares thread and model after each. */
  static void check(List<ThreadCommand> commands) {
    List<ThreadCommand> all = new ArrayList<>(commands);
    // While the last command runs, ports come back that nobody told to: it is not looked at.
    all.add(new ThreadCommand(ThreadCommand.Kind.STOP, 0, 0, false));
    new ThreadProgram(all).run();
  }

  private void run() {
    world.open();
    world.rest();
    while (goesOn()) {
      step();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  boolean goesOn() {
    return failure == null && at < commands.size();
  }

  /** Carries out the next command, lets everything come to rest, and compares. */
  void step() {
    try {
      ThreadCommand command = commands.get(at++);
      apply(command);
      if (goesOn() && !world.isReturning()) {
        world.rest();
        if (goesOn()) {
          ThreadComparison.check(world, model, "after " + command);
        }
      }
    } catch (RuntimeException | Error thrown) {
      failed(thrown);
    }
  }

  void failed(Throwable thrown) {
    failure = failure == null ? thrown : failure;
  }

  private void apply(ThreadCommand command) {
    switch (command.kind()) {
      case SEND -> send(null);
      case SEND_WHILE_BUSY -> send(BUSY.get(command.second() % BUSY.size()));
      case SEND_BELOW -> sendBelow(command);
      case EDIT -> edit(command);
      case RELOAD -> reload(command);
      case SWITCH_BRANCH -> {
        MessageId id = messageOf(command);
        refused(model.tree.switchTo(id), () -> world.thread().switchToBranch(id));
        model.moveHead();
      }
      case SET_HEAD -> {
        MessageId id = command.second() % 6 == 0 ? null : messageOf(command);
        refused(model.tree.setHead(id), () -> world.thread().setHead(id));
        model.moveHead();
      }
      case DELETE -> delete(command, DeleteMode.KEEP_CHILDREN);
      case DELETE_SUBTREE -> delete(command, DeleteMode.SUBTREE);
      case MODEL_TEXT -> modelText(command);
      case MODEL_CALLS -> modelCalls(command);
      case MODEL_FINISH -> modelFinish(command);
      case MODEL_ERROR -> modelError();
      case MODEL_AFTER_END -> world.writeLate("late");
      case TOOL_RETURNS -> toolReturns("done");
      case TOOL_THROWS -> toolReturns("error");
      case TOOLS_HANG -> toolsHang();
      case RESULT -> result(command);
      case DECIDE -> decide(command);
      case DECIDE_AGAIN -> decideAgain(command);
      case ANSWER -> answer(command);
      case CANCEL -> {
        world.thread().cancelRun();
        model.cancelRun();
      }
      case CONTINUE -> continueRun(command);
      case RESUME_QUEUE -> {
        world.thread().resumeQueue();
        model.isQueuePaused = false;
        model.dispatch();
      }
      case STORE_FAILS_NEXT -> {
        world.failNext();
        model.failsNext = true;
      }
      case CRASH -> crash();
      case CLOCK_JUMP -> world.skewClock(Duration.ofMinutes(command.first() - 500L));
      case ADVANCE -> world.advance(Duration.ofMillis(command.first()));
      case SUBSCRIBE -> world.subscribe(command.isInvalid());
      case UNSUBSCRIBE -> world.unsubscribe();
      case EXPORT -> exported = world.thread().export();
      case IMPORT -> importThread();
      case IMPORT_BROKEN -> importBroken();
      case CUSTOM -> custom(command);
      case STOP -> {
        // Nothing happens any more.
      }
    }
  }

  // ---- sending

  private MessageInput next() {
    MessageId id = new MessageId("user" + ++sent);
    return MessageInput.builder(Role.USER).id(id).text(ThreadModel.textOf(id)).build();
  }

  private void send(@Nullable WhenBusy whenBusy) {
    MessageInput message = next();
    boolean isRefused = whenBusy == WhenBusy.REJECT && model.isBusyAtHead();
    SendOptions options = SendOptions.builder().whenBusy(whenBusy).build();
    refused(
        isRefused ? ThreadBusyException.class : null, () -> world.thread().send(message, options));
    if (!isRefused) {
      model.send(requireNonNull(message.id()), whenBusy == null ? WhenBusy.ENQUEUE : whenBusy);
    }
  }

  private void sendBelow(ThreadCommand command) {
    MessageId parent = command.second() % 5 == 0 ? null : messageOf(command);
    MessageInput message = next();
    SendOptions options = SendOptions.builder().parent(parent).build();
    boolean isKnown = parent == null || model.tree.contains(parent);
    refused(unknown(isKnown), () -> world.thread().send(message, options));
    if (isKnown) {
      model.sendBelow(requireNonNull(message.id()), parent);
    }
  }

  private void edit(ThreadCommand command) {
    MessageId id = messageOf(command);
    MessageInput message = next();
    boolean isKnown = model.tree.contains(id);
    refused(unknown(isKnown), () -> world.thread().edit(id, message));
    if (isKnown) {
      model.branch(message.id(), model.tree.parent(id));
    }
  }

  private void reload(ThreadCommand command) {
    MessageId id = messageOf(command);
    Class<?> refusal = notAssistant(id);
    refused(refusal, () -> world.thread().reload(id));
    if (refusal == null) {
      model.branch(null, model.tree.parent(id));
    }
  }

  private @Nullable Class<?> notAssistant(MessageId id) {
    if (!model.tree.contains(id)) {
      return UnknownMessageException.class;
    }
    return model.message(id).role == Role.ASSISTANT ? null : NotAnAssistantMessageException.class;
  }

  private static @Nullable Class<?> unknown(boolean isKnown) {
    return isKnown ? null : UnknownMessageException.class;
  }

  private void delete(ThreadCommand command, DeleteMode mode) {
    MessageId id = messageOf(command);
    boolean isKnown = model.tree.contains(id);
    if (isKnown) {
      world.mayVanish(model.tree.removedBy(id, mode));
    }
    refused(unknown(isKnown), () -> world.thread().delete(id, mode));
    if (isKnown) {
      model.delete(id, mode);
    }
  }

  // ---- the model and the tools

  private void modelText(ThreadCommand command) {
    if (model.isRequesting) {
      String delta = "t" + command.first() + " ";
      world.step().reply.text(delta);
      model.text(delta);
    }
  }

  private void modelCalls(ThreadCommand command) {
    if (!model.isRequesting) {
      return;
    }
    String tool = TOOLS.get(command.first() % TOOLS.size());
    ToolCallId id = new ToolCallId("c" + ++calls);
    world.step().reply.toolCall(id, tool);
    world.step().reply.argumentsText(id, "{\"n\":" + command.second() + "}");
    if (command.second() % 3 == 0) {
      world.step().reply.toolCall(id, tool);
    }
    world.step().reply.completeToolCall(id);
    model.call(id.value(), tool);
  }

  private void modelFinish(ThreadCommand command) {
    if (!model.isRequesting) {
      return;
    }
    Status status = switch (command.first() % 12) {
      case 0 -> Status.STOP;
      case 1 -> Status.incomplete(Status.Reason.LENGTH);
      case 2 -> Status.TOOL_CALLS;
      case 3 -> Status.INTERRUPT;
      case 4 -> Status.incomplete(Status.Reason.CONTENT_FILTER);
      default -> null;
    };
    world.step().finish(status);
    model.stepEnded(status);
  }

  private void modelError() {
    if (model.isRequesting) {
      world.step().fail();
      model.end(Status.failed(ProgramWorld.BROKEN));
    }
  }

  private void toolReturns(String result) {
    if (!model.executing.isEmpty()) {
      Call call = model.executing.get(model.executing.size() - 1);
      world.execution(call.id).finish(result);
      model.handlerEnded(call, result);
    }
  }

  private void toolsHang() {
    for (Call call : List.copyOf(model.executing)) {
      if (model.executing.contains(call)) {
        model.handlerEnded(call, "error");
      }
    }
    world.advance(ProgramWorld.TOOL_TIMEOUT.plusSeconds(1));
  }

  // ---- human input

  private void result(ThreadCommand command) {
    MessageId id = messageOf(command);
    Class<?> refusal = notAssistant(id);
    List<Call> known = refusal == null ? model.message(id).calls : List.of();
    Call call = known.isEmpty() || command.second() % 9 == 0
        ? null
        : known.get(command.second() % known.size());
    String result = "given" + command.second() % 2;
    if (refusal == null && call == null) {
      refusal = UnknownToolCallException.class;
    } else if (call != null && call.result != null && !call.result.equals(result)) {
      refusal = ToolResultConflictException.class;
    }
    ToolCallId callId = new ToolCallId(call == null ? "nothing" : call.id);
    refused(refusal, () -> world.thread().addToolResult(id, callId, ToolResult.of(result)));
    if (refusal == null && call != null && call.result == null) {
      model.given(id, call, result);
    }
  }

  private void decide(ThreadCommand command) {
    List<PendingApproval> pending = world.thread().pendingApprovals();
    if (pending.isEmpty()) {
      return;
    }
    PendingApproval gate = pending.get(command.first() % pending.size());
    ApprovalResponse response = switch (command.second() % 4) {
      case 0 -> ApprovalResponse.deny("no");
      case 1 -> ApprovalResponse.edit(Map.of("n", "edited"));
      case 2 -> ApprovalResponse.answer(ToolResult.of("by hand"));
      default -> ApprovalResponse.approve();
    };
    Call call =
        requireNonNull(model.message(gate.messageId()).call(gate.toolCallId().value()));
    refused(null, () -> world.thread().respondToToolApproval(gate.id(), response));
    Map<String, Object> edited = response.editedArguments();
    world.approved(gate, edited == null ? gate.arguments() : edited);
    decided = gate;
    decision = response;
    if (response.answer() != null) {
      model.given(gate.messageId(), call, "by hand");
    } else {
      model.decided(gate.messageId(), call, Boolean.TRUE.equals(response.approved()));
    }
  }

  private void decideAgain(ThreadCommand command) {
    PendingApproval gate = decided;
    ApprovalResponse former = decision;
    if (gate == null || former == null || !model.tree.contains(gate.messageId())) {
      return;
    }
    boolean isSame = command.second() % 2 == 0;
    ApprovalResponse again = isSame ? former : ApprovalResponse.edit(Map.of("n", "other"));
    Call call = model.message(gate.messageId()).call(gate.toolCallId().value());
    if (call == null || call.gate == Gate.CANCELLED || call.gate == Gate.OPEN) {
      return;
    }
    refused(
        refusalOf(isSame, call.gate), () -> world.thread().respondToToolApproval(gate.id(), again));
  }

  private static @Nullable Class<?> refusalOf(boolean isSame, Gate gate) {
    if (gate == Gate.NONE) {
      // An import brought the call back as it was before it had a gate.
      return UnknownApprovalException.class;
    }
    if (isSame) {
      return null;
    }
    return gate == Gate.ANSWERED ? ApprovalClosedException.class : ApprovalConflictException.class;
  }

  private void answer(ThreadCommand command) {
    List<MessageId> ids = new ArrayList<>();
    List<Call> asking = new ArrayList<>();
    for (MessageId id : model.stored) {
      for (Call call : model.message(id).calls) {
        if (call.isAsking) {
          ids.add(id);
          asking.add(call);
        }
      }
    }
    if (asking.isEmpty()) {
      refuses(Stages.now(world.thread().resumeToolCall(new ToolCallId("nothing"), 1)));
      return;
    }
    int which = command.first() % asking.size();
    Call call = asking.get(which);
    MessageId id = ids.get(which);
    boolean isExecuting = id.equals(model.active) && !model.isRequesting;
    boolean isAwaited = !call.hasAnswer
        && (isExecuting || (model.isPaused(id) && model.tree.children(id).isEmpty()));
    boolean isTaken = Stages.now(world.thread().resumeToolCall(new ToolCallId(call.id), "seven"));
    if (isTaken != isAwaited) {
      throw new AssertionError("resumeToolCall says " + isTaken + " for " + call.id);
    }
    if (isTaken) {
      world.answered(call.id);
      model.answered(id, call);
    }
  }

  private static void refuses(boolean isTaken) {
    if (isTaken) {
      throw new AssertionError("Nobody asked, but an answer was taken.");
    }
  }

  private void continueRun(ThreadCommand command) {
    MessageId id = messageOf(command);
    Class<?> refusal = notAssistant(id);
    if (refusal == null) {
      Message shape = Message.builder(id, Role.ASSISTANT, TestMessages.NOW)
          .status(requireNonNull(model.message(id).status))
          .build();
      boolean isPossible = !id.equals(model.active)
          && ContinuationRule.canContinue(shape, model.message(id).waitsForHuman());
      refusal = isPossible ? null : RunNotPossibleException.class;
    }
    refused(refusal, () -> world.thread().continueRun(id));
    if (refusal == null) {
      model.continueRun(id);
    }
  }

  // ---- the thread as a whole

  private void importThread() {
    ExportedThread thread = exported;
    if (thread != null) {
      world.worksAgain();
      model.failsNext = false;
      world.imported(world.thread().export().items(), thread.items());
      refused(null, () -> world.thread().importThread(thread));
      new ModelReplacement(model).byImport(thread);
    }
  }

  private void importBroken() {
    List<MessageItem> items = new ArrayList<>(world.thread().export().items());
    if (!items.isEmpty()) {
      items.add(items.get(0));
      refused(
          ImportException.class,
          () -> world.thread().importThread(new ExportedThread(Head.ABSENT, items)));
    }
  }

  private void crash() {
    model.failsNext = false;
    world.kill();
    new ModelReplacement(model).byLoad(world);
    world.open();
    decided = null;
  }

  private void custom(ThreadCommand command) {
    MessageId id = messageOf(command);
    refused(
        unknown(model.tree.contains(id)),
        () -> world.thread().updateCustom(id, Map.of("mark", command.second())));
  }

  // ---- arguments

  private static void refused(@Nullable Class<?> expected, Runnable command) {
    Class<?> found = null;
    try {
      command.run();
    } catch (ChatRuntimeException refusal) {
      found = refusal.getClass();
    }
    if (found != expected) {
      throw new AssertionError("Refused with %s, expected was %s.".formatted(found, expected));
    }
  }

  private MessageId messageOf(ThreadCommand command) {
    List<MessageId> ids = model.stored;
    return command.isInvalid() || ids.isEmpty() ? NOBODY : ids.get(command.first() % ids.size());
  }
}
