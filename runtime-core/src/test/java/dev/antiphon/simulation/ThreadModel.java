package dev.antiphon.simulation;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.runtime.WhenBusy;
import dev.antiphon.simulation.ModelMessage.Call;
import dev.antiphon.simulation.ModelMessage.Gate;
import dev.antiphon.testing.TestMessages;
import dev.antiphon.tree.DeleteMode;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.TreeModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A thread as the rules say it, and no cleverer: nothing takes time, nothing runs at the same time,
 * and everything is looked up anew. Compared with the real one whenever that has come to rest.
 */
final class ThreadModel {

  static final int MAX_STEPS = 3;

  final TreeModel tree = new TreeModel();
  final Map<MessageId, ModelMessage> messages = new HashMap<>();

  /** In the order in which they were stored first. */
  final List<MessageId> stored = new ArrayList<>();

  final List<Waiting> steer = new ArrayList<>();
  final List<Waiting> queue = new ArrayList<>();
  final List<MessageId> continuations = new ArrayList<>();
  boolean isQueuePaused;

  @Nullable
  MessageId active;

  /** Whether the model is asked, or calls are executed. */
  boolean isRequesting;

  /** The calls whose handler has not come back, in the order of their start. */
  final List<Call> executing = new ArrayList<>();

  /** Whether the next write that brings or takes messages is refused. */
  boolean failsNext;

  private int replies;

  /** A run that waits for its turn. */
  record Waiting(
      @Nullable MessageId user, boolean hasParent, @Nullable MessageId parent) {}

  // ---- looking

  ModelMessage message(MessageId id) {
    return requireNonNull(messages.get(id));
  }

  boolean isBusyAtHead() {
    return active != null || hasWaiting() || isPendingHead();
  }

  boolean hasWaiting() {
    return !steer.isEmpty() || !queue.isEmpty() || !continuations.isEmpty();
  }

  boolean isPendingHead() {
    MessageId head = tree.head();
    return head != null && isPaused(head) && message(head).hasPendingCall();
  }

  boolean isPaused(MessageId id) {
    Status status = message(id).status;
    return status != null && status.isPaused();
  }

  boolean isLeaf(MessageId id) {
    return tree.children(id).isEmpty();
  }

  // ---- sending

  /** Sends at the head; a paused queue goes on behind it (rule QUEUE-5). */
  void send(MessageId user, WhenBusy whenBusy) {
    isQueuePaused = false;
    place(new Waiting(user, false, null), whenBusy, isBusyAtHead());
  }

  /** Sends below a message; below the head is at the head (rules SEND-8 and SEND-9). */
  void sendBelow(MessageId user, @Nullable MessageId parent) {
    boolean isAtHead = parent != null && parent.equals(tree.head());
    if (isAtHead) {
      isQueuePaused = false;
      place(new Waiting(user, true, parent), WhenBusy.ENQUEUE, isBusyAtHead());
    } else {
      branch(user, parent);
    }
  }

  /** Makes a reply below a message, after a user message if one is given: edit and reload. */
  void branch(@Nullable MessageId user, @Nullable MessageId parent) {
    place(new Waiting(user, true, parent), WhenBusy.INTERRUPT, active != null);
  }

  private void place(Waiting run, WhenBusy whenBusy, boolean isBusy) {
    if (isBusy && (whenBusy == WhenBusy.ENQUEUE || whenBusy == WhenBusy.STEER)) {
      (whenBusy == WhenBusy.STEER ? steer : queue).add(run);
      isQueuePaused = false;
      dispatch();
      return;
    }
    if (whenBusy == WhenBusy.INTERRUPT) {
      MessageId head = tree.head();
      if (active != null) {
        end(Status.CANCELLED);
      }
      if (!run.hasParent() && head != null && isPendingHead()) {
        cancelPaused(head);
      }
    }
    if (!start(run)) {
      dispatch();
    }
  }

  /** Starts a run; returns whether it was sent. */
  private boolean start(Waiting run) {
    MessageId reply = new MessageId("msg_" + ++replies);
    MessageId parent = run.hasParent() ? run.parent() : tree.head();
    if (parent != null && !tree.contains(parent)) {
      replies--;
      return false;
    }
    if (failsNext) {
      failsNext = false;
      comeAndGo(run.user(), parent);
      return false;
    }
    if (run.user() != null) {
      add(new ModelMessage(run.user(), Role.USER, null), parent);
      message(run.user()).text.append(textOf(run.user()));
      tree.setHead(run.user());
      parent = run.user();
    } else {
      tree.setHead(parent);
    }
    add(new ModelMessage(reply, Role.ASSISTANT, Status.RUNNING), parent);
    active = reply;
    request();
    return true;
  }

  /** A message that could not be stored leaves, and the head returns (rules SEND-5 and RUN-9). */
  private void comeAndGo(@Nullable MessageId user, @Nullable MessageId parent) {
    MessageId before = tree.head();
    if (user == null) {
      tree.setHead(parent);
    } else {
      add(new ModelMessage(user, Role.USER, null), parent);
      tree.setHead(user);
      tree.delete(user, DeleteMode.SUBTREE);
      messages.remove(user);
      stored.remove(user);
    }
    tree.setHead(before);
  }

  static String textOf(MessageId user) {
    return "text of " + user;
  }

  private void add(ModelMessage message, @Nullable MessageId parent) {
    Message shape =
        Message.builder(message.id, message.role, TestMessages.NOW).text("any").build();
    messages.put(message.id, message);
    stored.add(message.id);
    tree.add(MessageItem.of(shape, parent));
  }

  /** Starts what waits, if nothing is active (rules QUEUE-3 and QUEUE-4). */
  void dispatch() {
    if (active != null) {
      return;
    }
    if (!continuations.isEmpty()) {
      proceedWith(continuations.remove(0));
    } else if (!isQueuePaused && !isPendingHead()) {
      List<Waiting> lane = steer.isEmpty() ? queue : steer;
      if (!lane.isEmpty() && !start(lane.remove(0))) {
        // It stays at its place as failed, and the queue waits (rule QUEUE-7).
        isQueuePaused = true;
      }
    }
  }

  // ---- the run

  private void request() {
    ModelMessage reply = message(requireNonNull(active));
    isRequesting = true;
    reply.stepsSinceHuman++;
  }

  void text(String delta) {
    message(requireNonNull(active)).text.append(delta);
  }

  void call(String id, String tool) {
    message(requireNonNull(active)).calls.add(new Call(id, tool));
  }

  /** The model came to the end of a step (rules CONT-1 to CONT-7). */
  void stepEnded(@Nullable Status written) {
    ModelMessage reply = message(requireNonNull(active));
    boolean hasCalls = reply.calls.size() > reply.settledCalls;
    reply.settledCalls = reply.calls.size();
    isRequesting = false;
    if (written != null && written.type() == Status.Type.INCOMPLETE) {
      end(written);
    } else if (Status.INTERRUPT.equals(written)) {
      pause(Status.INTERRUPT);
    } else if (reply.calls.stream().anyMatch(call -> call.result == null)) {
      execute();
    } else if (Status.TOOL_CALLS.equals(written)) {
      if (hasCalls) {
        settle();
      } else {
        end(Status.COMPLETE_UNKNOWN);
      }
    } else {
      end(written == null ? Status.COMPLETE_UNKNOWN : written);
    }
  }

  /** Gates, answers and starts what is unresolved (rules CONT-8 to CONT-16). */
  private void execute() {
    for (Call call : message(requireNonNull(active)).calls) {
      if (call.result == null && !executing.contains(call)) {
        plan(call);
      }
    }
    settle();
  }

  private void plan(Call call) {
    if (call.tool.equals("nobody")) {
      call.result = "error";
    } else if (call.tool.equals("human") || call.gate == Gate.OPEN) {
      return;
    } else if (call.isStarted) {
      goOnWithStarted(call);
    } else if (call.tool.equals("pay") && call.gate == Gate.NONE) {
      call.gate = Gate.OPEN;
    } else if (call.gate == Gate.CANCELLED) {
      call.result = "error";
    } else {
      launch(call);
    }
  }

  private void goOnWithStarted(Call call) {
    if (call.isAsking && !call.hasAnswer) {
      return;
    }
    if (call.hasAnswer || call.tool.equals("read")) {
      launch(call);
    } else {
      call.result = "error";
    }
  }

  private void launch(Call call) {
    call.isStarted = true;
    call.isAsking = false;
    if (call.tool.equals("ask")) {
      if (call.hasAnswer) {
        call.result = "thanks";
        call.hasAnswer = false;
      } else {
        call.isAsking = true;
      }
    } else {
      executing.add(call);
    }
  }

  /** A handler came back, or its time is over. */
  void handlerEnded(Call call, String result) {
    executing.remove(call);
    call.result = result;
    settle();
  }

  /** Goes on when nothing executes any more (rules CONT-17 to CONT-19). */
  private void settle() {
    if (active == null || isRequesting || !executing.isEmpty()) {
      return;
    }
    ModelMessage reply = message(active);
    if (reply.hasPendingCall()) {
      pause(Status.TOOL_CALLS);
    } else if (reply.stepsSinceHuman < MAX_STEPS) {
      request();
    } else {
      end(Status.incomplete(Status.Reason.TOOL_CALLS));
    }
  }

  private void pause(Status status) {
    message(requireNonNull(active)).status = status;
    active = null;
    dispatch();
  }

  /** The visible end of the run. */
  void end(Status status) {
    ModelMessage reply = message(requireNonNull(active));
    stop(reply, status);
    if (!status.equals(Status.CANCELLED)) {
      dispatch();
    }
  }

  private void stop(ModelMessage reply, Status status) {
    reply.status = status;
    reply.settledCalls = reply.calls.size();
    closeCalls(reply);
    executing.clear();
    isRequesting = false;
    active = null;
  }

  private static void closeCalls(ModelMessage message) {
    for (Call call : message.calls) {
      call.isAsking = false;
      if (call.result == null && call.gate == Gate.OPEN) {
        call.gate = Gate.CANCELLED;
      }
    }
  }

  // ---- cancel

  /** Rule RUN-18; the queue waits then (rule QUEUE-5). */
  void cancelRun() {
    MessageId head = tree.head();
    if (active != null) {
      end(Status.CANCELLED);
      pauseQueue();
      dispatch();
    } else if (head != null && isPaused(head)) {
      cancelPaused(head);
      pauseQueue();
      dispatch();
    }
  }

  private void pauseQueue() {
    isQueuePaused |= !steer.isEmpty() || !queue.isEmpty();
  }

  private void cancelPaused(MessageId id) {
    closeCalls(message(id));
    message(id).status = Status.CANCELLED;
    continuations.remove(id);
  }

  // ---- human input

  /** A call has its result, from whomever; goes on by CONT-17 to CONT-23. */
  void given(MessageId id, Call call, String result) {
    executing.remove(call);
    call.gate = call.gate == Gate.OPEN ? Gate.ANSWERED : call.gate;
    call.result = result;
    call.isAsking = false;
    humanInput(id);
  }

  void decided(MessageId id, Call call, boolean isApproved) {
    call.gate = isApproved ? Gate.APPROVED : Gate.DENIED;
    call.result = isApproved ? null : "error";
    humanInput(id);
  }

  private void humanInput(MessageId id) {
    ModelMessage message = message(id);
    if (id.equals(active)) {
      message.stepsSinceHuman = 0;
      if (!isRequesting) {
        execute();
      }
    } else if (Status.TOOL_CALLS.equals(message.status)
        && isLeaf(id)
        && !message.hasPendingCall()) {
      message.stepsSinceHuman = 0;
      goOnWith(id);
    }
  }

  /** A question is answered (rule TOOL-25). */
  void answered(MessageId id, Call call) {
    call.hasAnswer = true;
    message(id).stepsSinceHuman = 0;
    if (id.equals(active)) {
      execute();
    } else {
      goOnWith(id);
    }
  }

  /** Rule CONT-24. */
  void continueRun(MessageId id) {
    continuations.remove(id);
    message(id).stepsSinceHuman = 0;
    if (active != null) {
      end(Status.CANCELLED);
    }
    goOnWith(id);
  }

  void goOnWith(MessageId id) {
    if (active == null) {
      proceedWith(id);
    } else if (!continuations.contains(id)) {
      continuations.add(id);
    }
  }

  private void proceedWith(MessageId id) {
    active = id;
    message(id).status = Status.RUNNING;
    isRequesting = false;
    execute();
  }

  // ---- the tree

  void moveHead() {
    dispatch();
  }

  /** Deletes; the run stays cancelled also if the history refuses (rule TREE-13). */
  boolean delete(MessageId id, DeleteMode mode) {
    List<MessageId> removed = tree.removedBy(id, mode);
    for (MessageId waiting : List.copyOf(continuations)) {
      if (tree.path(waiting).stream().anyMatch(removed::contains)) {
        cancelPaused(waiting);
        pauseQueue();
      }
    }
    MessageId running = active;
    if (running != null && tree.path(running).stream().anyMatch(removed::contains)) {
      end(Status.CANCELLED);
      pauseQueue();
      dispatch();
    }
    if (failsNext) {
      failsNext = false;
      return false;
    }
    tree.delete(id, mode);
    messages.keySet().removeAll(removed);
    stored.removeAll(removed);
    dispatch();
    return true;
  }

  /** What an import or a load leaves behind of the former thread (rules TREE-15 and TREE-18). */
  void replaced(Map<MessageId, ModelMessage> replacement, List<MessageId> order) {
    messages.clear();
    messages.putAll(replacement);
    stored.clear();
    stored.addAll(order);
  }

  /** Ends the process: what was only in memory is gone. */
  void died() {
    steer.clear();
    queue.clear();
    continuations.clear();
    isQueuePaused = false;
    executing.clear();
    active = null;
    isRequesting = false;
  }
}
