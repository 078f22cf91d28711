package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree of whatever was stored (rules LOAD-4, LOAD-6, LOAD-7): one bad row never makes the
 * rest unreadable. Pure.
 */
final class LoadRepair {

  private final Map<MessageId, MessageItem> items = new LinkedHashMap<>();
  private final List<HistoryRepair> repairs = new ArrayList<>();
  private final List<MessageId> changed = new ArrayList<>();
  private final Map<MessageId, MessageId> lostParents = new LinkedHashMap<>();
  private final @Nullable MessageId resumable;
  private final Predicate<String> isIdempotent;
  private final Instant now;

  /**
   * A thread as it is shown.
   *
   * @param tree the messages
   * @param repairs what did not fit together
   * @param changed the messages that read otherwise than they are stored, and are to be stored
   * @param lostParents the messages that are attached at the root for lack of a parent, with the
   *     parent they are stored with
   * @param storedHead what the storage is to be taken to say of the head
   */
  record Repaired(
      MessageTree tree,
      List<HistoryRepair> repairs,
      List<MessageId> changed,
      Map<MessageId, MessageId> lostParents,
      Head storedHead) {}

  private LoadRepair(@Nullable MessageId resumable, Predicate<String> isIdempotent, Instant now) {
    this.resumable = resumable;
    this.isIdempotent = isIdempotent;
    this.now = now;
  }

  /**
   * Repairs a thread. The cost is that of the number of messages.
   *
   * @param loaded what was stored
   * @param resumable the running message that the history will go on with, or null
   * @param isIdempotent whether the tool of a name may be executed again
   * @param now the time that interrupted calls end at
   */
  static Repaired of(
      LoadedThread loaded,
      @Nullable MessageId resumable,
      Predicate<String> isIdempotent,
      Instant now) {
    return new LoadRepair(resumable, isIdempotent, now).repair(loaded);
  }

  /**
   * Does to an imported message what a load does to a stored one, without leaving anything to be
   * executed (rule TREE-18): its gates are closed, decided or not, and it goes on only if a human
   * still has to answer one of its calls or says so.
   */
  static Message imported(Message message, Instant now) {
    LoadRepair repair = new LoadRepair(null, name -> false, now);
    Message closed = withoutOpenGates(message, true);
    if (closed.isRunning()) {
      return repair.interrupted(closed);
    }
    if (!closed.isPaused()) {
      return closed;
    }
    Message paused = repair.paused(closed);
    return PendingCalls.anyIn(paused)
        ? paused
        : repair.interruptedCalls(paused, 0).withStatus(Status.INTERRUPTED);
  }

  private Repaired repair(LoadedThread loaded) {
    for (StoredMessage stored : loaded.items()) {
      if (items.containsKey(stored.id())) {
        note(Kind.DUPLICATE, stored.id(), "The id is stored twice; the first one is shown.");
      } else if (stored instanceof StoredMessage.Intact intact) {
        items.put(stored.id(), settled(intact.item()));
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
    Head stored = head.equals(loaded.head()) ? head : Head.of(tree.head());
    return new Repaired(tree, repairs, changed, lostParents, stored);
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

  /** Attaches every member of every cycle at the root; each message is walked over once. */
  private void attachCycles() {
    Set<MessageId> seen = new HashSet<>();
    Set<MessageId> members = new HashSet<>();
    for (MessageId start : items.keySet()) {
      Set<MessageId> walked = new LinkedHashSet<>();
      MessageId at = start;
      while (at != null && !seen.contains(at) && walked.add(at)) {
        at = itemOf(at).parentId();
      }
      while (at != null && walked.contains(at) && members.add(at)) {
        at = itemOf(at).parentId();
      }
      seen.addAll(walked);
    }
    for (MessageItem item : List.copyOf(items.values())) {
      if (members.contains(item.message().id())) {
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
    lostParents.put(id, requireNonNull(item.parentId()));
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

  private MessageItem settled(MessageItem item) {
    Message message = item.message();
    boolean isResumed = message.id().equals(resumable);
    Message after = message;
    if (message.isRunning() && !isResumed) {
      after = interrupted(message);
      note(Kind.INTERRUPTED, message.id(), "It was being written when the process ended.");
    } else if (message.isPaused()) {
      after = paused(message);
    }
    if (!after.equals(message)) {
      changed.add(message.id());
    }
    return item.withMessage(after);
  }

  /** Rule LOAD-6. */
  private Message interrupted(Message message) {
    Message closed = withoutOpenGates(message, false);
    return interruptedCalls(closed, endOfLastStep(message)).withStatus(Status.INTERRUPTED);
  }

  /** Returns how many parts the steps wrote that ended; what follows was cut short. */
  static int endOfLastStep(Message message) {
    List<Step> steps = message.metadata().steps();
    Integer ended = steps.isEmpty() ? null : steps.get(steps.size() - 1).contentSize();
    return ended == null ? 0 : ended;
  }

  /**
   * Rule LOAD-7: an execution that was cut short is over (rule TOOL-13). A tool that may be
   * executed again is, when a run goes on with the message.
   */
  private Message paused(Message message) {
    Message after = message;
    for (int i = 0; i < message.content().size(); i++) {
      if (message.content().get(i) instanceof ToolCallPart call && wasCutShort(call)) {
        ToolCallPart over = isIdempotent.test(call.toolName())
            ? call.toBuilder().interrupt(null).build()
            : interruptedCall(call);
        after = after.withPart(i, over);
      }
    }
    boolean isPending = PendingCalls.anyIn(after);
    return Status.INTERRUPT.equals(after.status()) && !isPending
        ? after.withStatus(Status.INTERRUPTED)
        : after;
  }

  /** Returns whether a handler was at work; one that returned and waits for input was not. */
  private static boolean wasCutShort(ToolCallPart call) {
    return !call.hasResult()
        && call.timing() != null
        && !PendingCalls.wantsInput(call)
        && !call.isProviderExecuted();
  }

  private Message interruptedCalls(Message message, int from) {
    Message after = message;
    for (int i = from; i < message.content().size(); i++) {
      if (message.content().get(i) instanceof ToolCallPart call && !call.hasResult()) {
        after = after.withPart(i, interruptedCall(call));
      }
    }
    return after;
  }

  private ToolCallPart interruptedCall(ToolCallPart call) {
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
