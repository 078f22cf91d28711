package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.port.LoadedThread;
import dev.antiphon.port.StoredMessage;
import dev.antiphon.run.PendingCalls;
import dev.antiphon.thread.HistoryRepair;
import dev.antiphon.thread.HistoryRepair.Kind;
import dev.antiphon.tree.ExportedThread;
import dev.antiphon.tree.Head;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.MessageTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree of whatever was stored (rules LOAD-4, LOAD-6, LOAD-7): one bad row never makes the
 * rest unreadable. Pure.
 */
final class LoadRepair {

  private final Map<MessageId, MessageItem> items = new LinkedHashMap<>();
  private final List<HistoryRepair> repairs = new ArrayList<>();
  private final List<MessageId> changed = new ArrayList<>();
  private final List<MessageId> movedToRoot = new ArrayList<>();
  private final @Nullable MessageId resumable;

  /**
   * A thread as it is shown.
   *
   * @param tree the messages
   * @param repairs what did not fit together
   * @param changed the messages that read otherwise than they are stored, and are to be stored
   * @param movedToRoot the messages that are attached at the root for lack of a parent
   */
  record Repaired(
      MessageTree tree,
      List<HistoryRepair> repairs,
      List<MessageId> changed,
      List<MessageId> movedToRoot) {}

  private LoadRepair(@Nullable MessageId resumable) {
    this.resumable = resumable;
  }

  /**
   * Repairs a thread.
   *
   * @param loaded what was stored
   * @param resumable the running message that the history will go on with, or null
   * @param now the time that interrupted calls end at
   */
  static Repaired of(LoadedThread loaded, @Nullable MessageId resumable, Instant now) {
    return new LoadRepair(resumable).repair(loaded, now);
  }

  /** Does to imported messages what a load does to stored ones (rule TREE-18). */
  static Message imported(Message message, Instant now) {
    Message closed = withoutOpenGates(message, true);
    if (closed.isRunning()) {
      return closed.withStatus(Status.INTERRUPTED);
    }
    if (closed.isPaused() && !PendingCalls.anyIn(closed)) {
      return interruptedCalls(closed, 0, now).withStatus(Status.INTERRUPTED);
    }
    return closed;
  }

  private Repaired repair(LoadedThread loaded, Instant now) {
    for (StoredMessage stored : loaded.items()) {
      if (items.containsKey(stored.id())) {
        note(Kind.DUPLICATE, stored.id(), "The id is stored twice; the first one is shown.");
      } else if (stored instanceof StoredMessage.Intact intact) {
        items.put(stored.id(), settled(intact.item(), now));
      } else if (stored instanceof StoredMessage.Unreadable unreadable) {
        note(Kind.UNREADABLE, stored.id(), unreadable.problem());
        Message shown = Placeholders.of(stored.id(), unreadable.problem());
        items.put(stored.id(), MessageItem.of(shown, stored.parentId()));
      }
    }
    attachOrphans();
    attachCycles();
    Head head = headOf(loaded.head());
    MessageTree tree = MessageTree.of(new ExportedThread(head, List.copyOf(items.values())));
    return new Repaired(tree, repairs, changed, movedToRoot);
  }

  private void note(Kind kind, @Nullable MessageId id, String detail) {
    repairs.add(new HistoryRepair(kind, id, detail));
  }

  private void attachOrphans() {
    for (MessageItem item : List.copyOf(items.values())) {
      MessageId parent = item.parentId();
      if (parent != null && !items.containsKey(parent)) {
        toRoot(item, Kind.ORPHAN, "The parent '%s' is not stored.".formatted(parent));
      }
    }
  }

  /** Cuts each cycle at its first member in creation order; linear. */
  private void attachCycles() {
    Set<MessageId> rooted = new HashSet<>();
    for (MessageItem start : List.copyOf(items.values())) {
      Set<MessageId> walked = new HashSet<>();
      MessageId at = start.message().id();
      while (at != null && !rooted.contains(at) && walked.add(at)) {
        at = itemOf(at).parentId();
      }
      if (at != null && walked.contains(at)) {
        cut(at);
      }
      rooted.addAll(walked);
    }
  }

  private void cut(MessageId member) {
    Set<MessageId> cycle = new HashSet<>();
    MessageId at = member;
    while (at != null && cycle.add(at)) {
      at = itemOf(at).parentId();
    }
    for (MessageItem item : List.copyOf(items.values())) {
      if (cycle.contains(item.message().id())) {
        toRoot(item, Kind.CYCLE, "Its parents form a cycle.");
      }
    }
  }

  private MessageItem itemOf(MessageId id) {
    MessageItem item = items.get(id);
    if (item == null) {
      throw new AssertionError("Orphans were attached before.");
    }
    return item;
  }

  private void toRoot(MessageItem item, Kind kind, String detail) {
    MessageId id = item.message().id();
    items.put(id, item.withParentId(null));
    movedToRoot.add(id);
    note(kind, id, detail + " It is shown at the root.");
  }

  private Head headOf(Head stored) {
    MessageId id = stored.messageId();
    if (id != null && !items.containsKey(id)) {
      note(
          Kind.UNKNOWN_HEAD,
          null,
          "The head '%s' is not stored; the last message is shown.".formatted(id));
      return Head.ABSENT;
    }
    return stored;
  }

  // ---- what was under way

  private MessageItem settled(MessageItem item, Instant now) {
    Message message = item.message();
    boolean isResumed = message.id().equals(resumable);
    Message after = message;
    if (message.isRunning() && !isResumed) {
      after = interrupted(message, now);
      note(Kind.INTERRUPTED, message.id(), "It was being written when the process ended.");
    } else if (message.isPaused()) {
      after = paused(message, now);
    }
    if (!after.equals(message)) {
      changed.add(message.id());
    }
    return item.withMessage(after);
  }

  /** Rule LOAD-6. */
  private static Message interrupted(Message message, Instant now) {
    List<Step> steps = message.metadata().steps();
    Integer ended =
        steps.isEmpty() ? Integer.valueOf(0) : steps.get(steps.size() - 1).contentSize();
    Message closed = withoutOpenGates(message, false);
    return interruptedCalls(closed, ended == null ? 0 : ended, now).withStatus(Status.INTERRUPTED);
  }

  /** Rule LOAD-7: calls that had started and do not wait for input are over. */
  private static Message paused(Message message, Instant now) {
    Message after = message;
    for (int i = 0; i < message.content().size(); i++) {
      if (message.content().get(i) instanceof ToolCallPart call
          && !call.hasResult()
          && call.timing() != null
          && !PendingCalls.wantsInput(call)
          && !call.isProviderExecuted()) {
        after = after.withPart(i, interruptedCall(call, now));
      }
    }
    boolean isPending = PendingCalls.anyIn(after);
    return Status.INTERRUPT.equals(after.status()) && !isPending
        ? after.withStatus(Status.INTERRUPTED)
        : after;
  }

  private static Message interruptedCalls(Message message, int from, Instant now) {
    Message after = message;
    for (int i = from; i < message.content().size(); i++) {
      if (message.content().get(i) instanceof ToolCallPart call && !call.hasResult()) {
        after = after.withPart(i, interruptedCall(call, now));
      }
    }
    return after;
  }

  private static ToolCallPart interruptedCall(ToolCallPart call, Instant now) {
    ToolCallPart.Builder ended = call.toBuilder()
        .result(CallPlanner.interrupted(call.toolName()))
        .isError(true)
        .interrupt(null);
    if (call.timing() != null) {
      ended.timing(new ToolTiming(call.timing().startedAt(), now));
    }
    return ended.build();
  }

  private static Message withoutOpenGates(Message message, boolean closesDecided) {
    Message after = message;
    for (int i = 0; i < message.content().size(); i++) {
      MessagePart part = message.content().get(i);
      if (part instanceof ToolCallPart call && !call.hasResult() && call.approval() != null) {
        ToolApproval gate = call.approval();
        if (gate.resolution() == null && (gate.isOpen() || closesDecided)) {
          ToolApproval closed =
              gate.toBuilder().resolution(ToolApproval.Resolution.CANCELLED).build();
          after = after.withPart(i, call.toBuilder().approval(closed).build());
        }
      }
    }
    return after;
  }
}
