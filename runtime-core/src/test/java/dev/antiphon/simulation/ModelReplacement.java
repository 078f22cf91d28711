package dev.antiphon.simulation;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.simulation.ModelMessage.Call;
import dev.antiphon.simulation.ModelMessage.Gate;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an import and a death of the process make of the model. */
final class ModelReplacement {

  private final ThreadModel model;

  ModelReplacement(ThreadModel model) {
    this.model = model;
  }

  /** Rules TREE-15, TREE-18 and QUEUE-6. */
  void byImport(ExportedThread thread) {
    if (model.active != null) {
      model.end(Status.CANCELLED);
    }
    model.continuations.clear();
    model.isQueuePaused = true;
    Map<MessageId, ModelMessage> messages = new HashMap<>();
    List<MessageId> order = new ArrayList<>();
    for (MessageItem item : thread.items()) {
      ModelMessage message = ModelMessage.of(item.message());
      imported(message);
      message.settledCalls = message.calls.size();
      messages.put(message.id, message);
      order.add(message.id);
    }
    model.tree.replaceBy(thread);
    model.replaced(messages, order);
  }

  private static void imported(ModelMessage message) {
    for (Call call : message.calls) {
      boolean isClosed =
          call.result == null && (call.gate == Gate.OPEN || call.gate == Gate.APPROVED);
      call.gate = isClosed ? Gate.CANCELLED : call.gate;
    }
    if (message.status != null && message.status.isRunning()) {
      message.calls.stream()
          .skip(message.settledCalls)
          .filter(call -> call.result == null)
          .forEach(ModelReplacement::interrupt);
      message.status = Status.INTERRUPTED;
    } else if (message.status != null && message.status.isPaused() && !message.hasPendingCall()) {
      message.calls.stream()
          .filter(call -> call.result == null)
          .forEach(ModelReplacement::interrupt);
      message.status = Status.INTERRUPTED;
    }
  }

  private static void interrupt(Call call) {
    call.result = "error";
    call.isAsking = false;
  }

  /** Rules LOAD-6 and LOAD-7; storage knows parents and the order of first append. */
  void byLoad(ProgramWorld world) {
    MessageId running = model.active;
    Map<MessageId, MessageItem> stored = world.stored();
    if (running != null) {
      adoptStored(model.message(running), requireNonNull(stored.get(running)).message());
    }
    model.died();
    for (MessageId id : model.stored) {
      ModelMessage message = model.message(id);
      message.stepsSinceHuman = 0;
      message.calls.forEach(call -> call.hasAnswer = false);
      if (message.status != null && message.status.isRunning()) {
        interrupted(message);
      } else if (message.status != null && message.status.isPaused()) {
        paused(message);
      }
    }
    List<MessageItem> items = new ArrayList<>();
    for (MessageId id : model.stored) {
      Message shape = model.tree.message(id);
      items.add(MessageItem.of(shape, model.tree.parent(id)));
    }
    Head head = items.isEmpty() ? Head.ABSENT : Head.of(model.tree.head());
    model.tree.replaceBy(new ExportedThread(head, items));
    goOn();
  }

  /** What was written since the last checkpoint is lost, and nothing else. */
  private static void adoptStored(ModelMessage message, Message stored) {
    ModelMessage kept = ModelMessage.of(stored);
    // A continuation is stored as running only with the first thing that it writes.
    message.status = kept.status;
    if (!message.text.toString().startsWith(kept.text.toString())) {
      throw new AssertionError(
          "Stored is '%s' of the text '%s'.".formatted(kept.text, message.text));
    }
    message.text.setLength(0);
    message.text.append(kept.text);
    if (kept.calls.size() > message.calls.size() || kept.calls.size() < message.settledCalls) {
      throw new AssertionError("Stored are %d of %d calls, %d of them of ended steps."
          .formatted(kept.calls.size(), message.calls.size(), message.settledCalls));
    }
    while (message.calls.size() > kept.calls.size()) {
      message.calls.remove(message.calls.size() - 1);
    }
  }

  private static void interrupted(ModelMessage message) {
    for (int i = 0; i < message.calls.size(); i++) {
      Call call = message.calls.get(i);
      if (call.result == null && call.gate == Gate.OPEN) {
        call.gate = Gate.CANCELLED;
      }
      if (call.result == null && i >= message.settledCalls) {
        interrupt(call);
      }
    }
    message.settledCalls = message.calls.size();
    message.status = Status.INTERRUPTED;
  }

  private static void paused(ModelMessage message) {
    for (Call call : message.calls) {
      boolean mayRunAgain = call.tool.equals("read");
      if (call.result == null && call.isStarted && !call.isAsking && !mayRunAgain) {
        interrupt(call);
      }
    }
    if (Status.INTERRUPT.equals(message.status) && !message.hasPendingCall()) {
      message.status = Status.INTERRUPTED;
    }
  }

  /** A pause at the head with nothing pending goes on without being asked (rule CONT-20). */
  private void goOn() {
    MessageId head = model.tree.head();
    if (head != null
        && Status.TOOL_CALLS.equals(model.message(head).status)
        && model.isLeaf(head)
        && !model.message(head).hasPendingCall()) {
      model.goOnWith(head);
    }
  }
}
