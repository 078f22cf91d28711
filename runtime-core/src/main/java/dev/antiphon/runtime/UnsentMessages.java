package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.run.MessageNotSentException;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tree.DeleteMode;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.MessageTree;
import dev.antiphon.tree.Removal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes messages back that could not be stored, and gives them to whoever sent them. */
final class UnsentMessages {

  private final Conversation thread;

  UnsentMessages(Conversation thread) {
    this.thread = thread;
  }

  /** Takes the message of a run back that could not be stored: effect (c) of the table. */
  void notSent(LiveRun run, Throwable cause) {
    ErrorInfo error = ErrorInfo.from(cause, ErrorInfo.STORAGE);
    MessageItem draft = draftOf(run);
    boolean isEndAnnounced = run.isCancelledWhilePreparing;
    run.outcome = RunOutcome.NOT_SENT;
    run.isSaved = false;
    run.modelError = error;
    forgetKey(run);
    if (run.userMessageId != null) {
      takeBack(run.enteredIn, run.userMessageId, run.headBefore, cause);
    } else {
      returnHead(run);
    }
    if (run.queueEntry != null) {
      thread.queue.putBackFailed(run.queueEntry, error);
    } else {
      run.whenNotSent.accept(cause);
    }
    thread.writer.emit(
        header -> new ThreadEvent.MessageNotSent(header, draft, error),
        run.id(),
        run.userMessageId,
        null);
    if (!isEndAnnounced) {
      thread.ending.announceEnd(run);
    }
    thread.writer.emit(
        header -> new ThreadEvent.RunCompleted(header, RunOutcome.NOT_SENT, false),
        run.id(),
        null,
        null);
    thread.ending.whenAllHaveSeen(() -> run.handle.fail(new MessageNotSentException(draft, cause)));
    thread.queue.dispatch();
  }

  /**
   * Removes a message that was never stored, with all below it (rules SEND-5 and SEND-6), unless
   * the thread was replaced since: an import may have brought a message of the same id. A message
   * above it that was decided on meanwhile goes on, as if nothing had ever stood below (CONT-20);
   * after a conflict with another writer the next load sees to that.
   */
  void takeBack(
      @Nullable MessageTree enteredIn,
      MessageId id,
      @Nullable MessageId headBefore,
      Throwable cause) {
    if (enteredIn != thread.writer.tree() || !thread.writer.tree().contains(id)) {
      return;
    }
    MessageId head = thread.writer.tree().head();
    MessageId parent = thread.writer.tree().item(id).parentId();
    boolean holdsHead = head != null && thread.writer.tree().isAncestorOrSelf(id, head);
    Removal removal = thread.writer.tree().delete(id, DeleteMode.SUBTREE);
    thread.calls.removeAll(removal.removed());
    boolean canReturn = headBefore == null || thread.writer.tree().contains(headBefore);
    if (holdsHead && canReturn) {
      thread.writer.tree().setHead(headBefore);
    }
    thread.writer.emit(header ->
        new ThreadEvent.MessagesRemoved(header, List.copyOf(removal.removed()), List.of()));
    thread.writer.announceHead();
    thread.composers.closeOrphans();
    thread.store.withdraw(removal.removed(), cause);
    if (parent != null
        && thread.writer.loadState() == LoadState.LOADED
        && thread.writer.message(parent).isPaused()
        && thread.runOn(parent) == null) {
      thread.human.afterPause(parent);
    }
  }

  /** Moves the head back to where it was before a run moved it, if it is still there (RUN-9). */
  void returnHead(LiveRun run) {
    MessageId now = thread.writer.tree().head();
    boolean isUnmoved =
        run.movedHead && run.enteredIn == thread.writer.tree() && Objects.equals(now, run.parentId);
    boolean canReturn = run.headBefore == null || thread.writer.tree().contains(run.headBefore);
    if (isUnmoved && canReturn) {
      thread.writer.tree().setHead(run.headBefore);
      thread.writer.announceHead();
    }
  }

  private @Nullable MessageItem draftOf(LiveRun run) {
    if (run.draft != null) {
      return run.draft;
    }
    Message message = run.plan.userMessage();
    return message == null
        ? null
        : MessageItem.of(message, run.plan.parent()).withRunConfig(run.plan.runConfig());
  }

  /** Frees the idempotency key of a run whose message is not there. */
  void forgetKey(LiveRun run) {
    thread.sentKeys.forget(run.plan.options().idempotencyKey(), run.handle);
  }
}
