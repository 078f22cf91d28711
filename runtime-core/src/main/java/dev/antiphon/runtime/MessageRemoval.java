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

  /** Counts the replacements of the tree: what was asked of one is not done to the next. */
  private int generation;

  MessageRemoval(Conversation thread) {
    this.thread = thread;
  }

  /** Says that an import replaced the tree. */
  void treeReplaced() {
    generation++;
  }

  // ---- deleting

  /** Deletes a message; the tree changes when the history has accepted it (rule TREE-13). */
  CompletionStage<Void> delete(MessageId id, DeleteMode mode) {
    return thread.treeCommands.whenLoaded("delete", done -> {
      checkCapability("delete: the history cannot delete messages");
      cancelIfConcerned(thread.writer.tree().removalOf(id, mode).removed());
      delete(id, mode, generation, done);
    });
  }

  private void delete(MessageId id, DeleteMode mode, int asked, CompletableFuture<Void> done) {
    thread.store.require(new DeleteWrite(
        () -> isThere(id, asked) ? thread.writer.tree().removalOf(id, mode) : DeleteWrite.NOTHING,
        stored -> deleted(id, mode, asked, stored, done),
        cause -> thread.treeCommands.fail(done, new HistoryWriteException(cause))));
  }

  private boolean isThere(MessageId id, int asked) {
    return asked == generation && thread.writer.tree().contains(id);
  }

  private void deleted(
      MessageId id, DeleteMode mode, int asked, Removal stored, CompletableFuture<Void> done) {
    if (!isThere(id, asked)) {
      thread.treeCommands.succeed(done);
      return;
    }
    Removal now = thread.writer.tree().removalOf(id, mode);
    if (!now.equals(stored)) {
      // Something was added below meanwhile: the history has to hear of that too.
      delete(id, mode, asked, done);
      return;
    }
    cancelIfConcerned(now.removed());
    thread.writer.tree().delete(id, mode);
    thread.forms.moved(now.reparented());
    thread.calls.removeAll(now.removed());
    thread.store.withdraw(now.removed(), new IllegalStateException("The message was deleted."));
    thread.writer.emit(header ->
        new ThreadEvent.MessagesRemoved(header, List.copyOf(now.removed()), now.reparented()));
    thread.writer.announceHead();
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
      MessageTree tree = thread.writer.tree();
      tree.message(id);
      if (newParent != null && tree.isAncestorOrSelf(id, newParent)) {
        throw new MessageCycleException(id, newParent);
      }
      int asked = generation;
      thread.store.require(new DeleteWrite(
          () -> moveOf(id, newParent, asked),
          stored -> reparented(id, newParent, asked, done),
          cause -> thread.treeCommands.fail(done, new HistoryWriteException(cause))));
    });
  }

  /** Returns a move as it is to be stored: nothing if what came before it made it impossible. */
  private Removal moveOf(MessageId id, @Nullable MessageId newParent, int asked) {
    MessageTree tree = thread.writer.tree();
    boolean isPossible = isThere(id, asked)
        && (newParent == null
            || (tree.contains(newParent) && !tree.isAncestorOrSelf(id, newParent)));
    return isPossible
        ? new Removal(Set.of(), List.of(new Reparented(id, newParent)))
        : DeleteWrite.NOTHING;
  }

  private void reparented(
      MessageId id, @Nullable MessageId newParent, int asked, CompletableFuture<Void> done) {
    if (asked != generation) {
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
