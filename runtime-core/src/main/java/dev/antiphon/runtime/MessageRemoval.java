package dev.antiphon.runtime;

import dev.antiphon.message.MessageId;
import dev.antiphon.port.HistoryWriteException;
import dev.antiphon.port.ThreadHistoryAdapter.Capability;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.DeleteMode;
import dev.antiphon.tree.MessageCycleException;
import dev.antiphon.tree.MessageTree;
import dev.antiphon.tree.Removal;
import dev.antiphon.tree.Reparented;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Deletes and moves messages: the history first, then the tree (rules TREE-10 to TREE-13, TREE-21).
 */
final class MessageRemoval {

  private final Conversation thread;

  MessageRemoval(Conversation thread) {
    this.thread = thread;
  }

  // ---- deleting

  /** Deletes a message; the tree changes when the history has accepted it (rule TREE-13). */
  CompletionStage<Void> delete(MessageId id, DeleteMode mode) {
    return thread.treeCommands.whenLoaded("delete", done -> {
      checkCapability("delete: the history cannot delete messages");
      MessageTree asked = thread.writer.tree();
      cancelIfConcerned(asked.removalOf(id, mode).removed());
      thread.store.require(new DeleteWrite(
          () -> isStillIn(asked, id) ? asked.removalOf(id, mode) : DeleteWrite.NOTHING,
          () -> deleted(asked, id, mode, done),
          cause -> thread.treeCommands.fail(done, new HistoryWriteException(cause))));
    });
  }

  /** Returns whether a message is there and the thread was not replaced meanwhile. */
  private boolean isStillIn(MessageTree asked, MessageId id) {
    return asked == thread.writer.tree() && asked.contains(id);
  }

  /**
   * The history has accepted a deletion. What was added below while it was on its way is not stored
   * yet: it goes too, or is stored at its new place.
   */
  private void deleted(
      MessageTree asked, MessageId id, DeleteMode mode, CompletableFuture<Void> done) {
    if (!isStillIn(asked, id)) {
      thread.treeCommands.succeed(done);
      return;
    }
    Removal now = asked.removalOf(id, mode);
    cancelIfConcerned(now.removed());
    thread.suggestions.clear();
    thread.writer.tree().delete(id, mode);
    thread.forms.moved(now.reparented());
    thread.calls.removeAll(now.removed());
    thread.store.withdraw(now.removed(), new IllegalStateException("The message was deleted."));
    thread.writer.emit(header ->
        new ThreadEvent.MessagesRemoved(header, List.copyOf(now.removed()), now.reparented()));
    thread.writer.announceHead();
    thread.speech.stopIfGone();
    thread.composers.closeOrphans();
    thread.store.headMoved();
    thread.treeCommands.succeed(done);
    thread.queue.dispatch();
  }

  /** Cancels the runs whose message, or one above it, goes (rule RUN-22). */
  private void cancelIfConcerned(Set<MessageId> removed) {
    thread.queue.continuations().stream()
        .filter(waiting -> isConcerned(waiting, removed))
        .forEach(waiting -> thread.ending.cancel(waiting, true));
    LiveRun active = thread.active();
    if (active != null && isConcerned(active, removed)) {
      thread.ending.cancel(active, true);
    }
  }

  private boolean isConcerned(LiveRun run, Set<MessageId> removed) {
    MessageId lowest = run.messageId != null ? run.messageId : run.parentId;
    return lowest != null
        && thread.writer.tree().contains(lowest)
        && thread.writer.tree().pathTo(lowest).stream()
            .anyMatch(above -> removed.contains(above.id()));
  }

  // ---- moving

  /** Moves a message under another parent (rule TREE-21). */
  CompletionStage<Void> reparent(MessageId id, @Nullable MessageId newParent) {
    return thread.treeCommands.whenLoaded("reparent", done -> {
      checkCapability("reparent: the history cannot move messages");
      MessageTree asked = thread.writer.tree();
      asked.message(id);
      if (newParent != null && asked.isAncestorOrSelf(id, newParent)) {
        throw new MessageCycleException(id, newParent);
      }
      thread.store.require(new DeleteWrite(
          () -> canMove(asked, id, newParent)
              ? new Removal(Set.of(), List.of(new Reparented(id, newParent)))
              : DeleteWrite.NOTHING,
          () -> reparented(asked, id, newParent, done),
          cause -> thread.treeCommands.fail(done, new HistoryWriteException(cause))));
    });
  }

  /** Returns whether a move is still possible; other commands may have come first. */
  private boolean canMove(MessageTree asked, MessageId id, @Nullable MessageId newParent) {
    return isStillIn(asked, id)
        && (newParent == null
            || (asked.contains(newParent) && !asked.isAncestorOrSelf(id, newParent)));
  }

  private void reparented(
      MessageTree asked,
      MessageId id,
      @Nullable MessageId newParent,
      CompletableFuture<Void> done) {
    if (asked != thread.writer.tree()) {
      thread.treeCommands.succeed(done);
      return;
    }
    try {
      thread.writer.tree().reparent(id, newParent);
      List<Reparented> moves = List.of(new Reparented(id, newParent));
      thread.forms.moved(moves);
      thread.writer.emit(header -> new ThreadEvent.MessagesRemoved(header, List.of(), moves));
      thread.writer.announceHead();
      thread.treeCommands.succeed(done);
    } catch (RuntimeException refused) {
      thread.treeCommands.fail(done, refused);
    }
  }

  private void checkCapability(String command) {
    if (!thread.historyCan(Capability.DELETE)) {
      throw new FeatureUnavailableException(command);
    }
  }
}
