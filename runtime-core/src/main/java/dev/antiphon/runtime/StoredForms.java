package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.Status;
import dev.antiphon.run.RunState;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How messages are stored, where that differs from how they are shown. Confined to the writer.
 *
 * <p>A pause that is not announced yet is stored as a pause (rule RUN-24), the progress of a tool
 * is not stored (rule TOOL-16), nor what a handler asks while it waits (rule TOOL-20), and a
 * message that is shown at the root for lack of a parent keeps the parent it was stored with (rule
 * LOAD-5).
 */
final class StoredForms {

  private final Conversation thread;

  /** The parents of messages that a load attached at the root. */
  private final Map<MessageId, MessageId> lostParents = new HashMap<>();

  StoredForms(Conversation thread) {
    this.thread = thread;
  }

  /** Returns a message as it is to be stored. */
  MessageItem of(MessageId id) {
    MessageItem item = thread.writer.tree().item(id);
    LiveRun run = thread.active();
    if (run != null && run.pauseToAnnounce != null && id.equals(run.messageId)) {
      item = item.withMessage(item.message().withStatus(run.pauseToAnnounce));
    } else if (isExecuting(run, id)) {
      // A message whose handlers ask is shown as paused; what they do does not outlive the process.
      item = item.withMessage(item.message().withStatus(Status.RUNNING));
    }
    MessageId lost = item.parentId() == null ? lostParents.get(id) : null;
    return item.withMessage(Calls.withoutLive(item.message()))
        .withParentId(lost != null ? lost : item.parentId());
  }

  private static boolean isExecuting(@Nullable LiveRun run, MessageId id) {
    return run != null && run.state() == RunState.EXECUTING && id.equals(run.messageId);
  }

  /** Returns an item with its message as it is to be stored now, if it is still there. */
  MessageItem newest(MessageItem item) {
    MessageId id = item.message().id();
    return thread.writer.tree().contains(id) ? item.withMessage(of(id).message()) : item;
  }

  /** Returns whether a stored message is what is shown, but for what is not stored. */
  boolean isShown(MessageId id, Message stored) {
    Message shown = Calls.withoutLive(thread.writer.message(id));
    boolean isAsking = isExecuting(thread.active(), id);
    return stored.equals(isAsking ? shown.withStatus(Status.RUNNING) : shown);
  }

  /** Returns whether a message is stored in the form that it is to be stored in. */
  boolean isStored(MessageId id) {
    return switch (thread.writer.saveState(id)) {
      case SAVED -> isShown(id, of(id).message());
      case PENDING, UNSAVED -> false;
    };
  }

  // ---- what could not be placed

  /** Sets the stored parents of messages that are shown at the root. */
  void lostParents(Map<MessageId, MessageId> parents) {
    lostParents.clear();
    lostParents.putAll(parents);
  }

  /** Says that the storage knows of moves now. */
  void moved(List<Reparented> moves) {
    moves.forEach(move -> lostParents.remove(move.messageId()));
  }

  /** Returns the moves to the root that the storage does not know of. */
  List<Reparented> unstoredMoves() {
    return lostParents.keySet().stream()
        .filter(this::isAtRoot)
        .sorted()
        .map(id -> new Reparented(id, null))
        .toList();
  }

  private boolean isAtRoot(MessageId id) {
    @Nullable
    MessageId parent = thread.writer.tree().contains(id) ? thread.writer.tree().parentOf(id) : id;
    return parent == null;
  }
}
