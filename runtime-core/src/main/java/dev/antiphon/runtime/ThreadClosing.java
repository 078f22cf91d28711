package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.thread.Draft;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.QueueItem;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadLeftovers;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.MessageTree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The end of a thread or of its live runtime: what is cancelled, what is left, and the last event
 * (rules LIST-17, LIST-21 and CLOSE-1 to CLOSE-4). Confined to the writer.
 */
final class ThreadClosing {

  private final Conversation thread;
  private final List<ThreadResource> resources;
  private boolean isOver;

  /**
   * Makes it.
   *
   * @param resources what outlasts a command; others add to it
   */
  ThreadClosing(Conversation thread, List<ThreadResource> resources) {
    this.thread = thread;
    this.resources = resources;
  }

  /** Cancels every run that is active or goes on with a message; the queue waits (rule RUN-14). */
  void cancelAll() {
    thread.writer.run(() -> {
      thread.queue.pause();
      thread.queue.continuations().forEach(waiting -> thread.ending.cancel(waiting, true));
      LiveRun run = thread.active();
      if (run != null) {
        thread.ending.cancel(run, true);
      }
    });
  }

  /** Takes no more commands and cancels what runs: the thread is being deleted. */
  void beginDelete() {
    thread.writer.run(() -> {
      thread.delete();
      cancelAll();
    });
  }

  /** Has something run on the executor when nothing waits to be stored any more. */
  void whenStored(Runnable then) {
    thread.writer.run(() -> thread.store.whenIdle(then));
  }

  /**
   * Ends what the thread has under way beside runs; what it leaves behind is stored.
   *
   * @return what was written and not sent, also in editors, which are closed by this
   */
  List<Draft> endSessions() {
    List<Draft> edits =
        drafts().stream().filter(draft -> draft.editedMessageId() != null).toList();
    resources.forEach(ThreadResource::stop);
    return Stream.concat(drafts().stream(), edits.stream()).toList();
  }

  private List<Draft> drafts() {
    return resources.stream().flatMap(each -> each.drafts().stream()).toList();
  }

  /** Returns what is left of the thread and in no storage (rule CLOSE-4). */
  ThreadLeftovers leftovers(List<QueueItem> waiting, List<Draft> drafts) {
    Set<MessageId> unwritten = new LinkedHashSet<>(thread.writer.unsaved());
    unwritten.addAll(thread.store.unwritten());
    return ThreadLeftovers.builder(thread.key)
        .queue(waiting)
        .drafts(drafts)
        .unsaved(unwritten.isEmpty() ? List.of() : messages(unwritten))
        .hasEnded(thread.active() == null && thread.store.isIdle())
        .build();
  }

  private List<Message> messages(Set<MessageId> ids) {
    return thread.writer.tree().export().items().stream()
        .map(MessageItem::message)
        .filter(message -> ids.contains(message.id()))
        .toList();
  }

  // ---- the last event

  /** Emits the last event of the thread. */
  void close(ThreadLeftovers left) {
    announce(left);
    isOver = true;
  }

  /** Returns whether the last event of the thread was emitted. */
  boolean isOver() {
    return isOver;
  }

  private void announce(ThreadLeftovers left) {
    thread.writer.emit(header -> new ThreadEvent.ThreadClosed(header, left));
  }

  /** Gives every listener its last event: the live runtime is stopped, and may come again. */
  void endListening() {
    announce(leftovers(thread.queue.view(), endSessions()));
    thread.writer.notifier().endAll(thread.writer.lastSequence());
  }

  /** Ends what waits, and gives every listener its last event: the thread is gone. */
  void endForGood() {
    List<QueueItem> waiting = thread.queue.view();
    thread.queue.drain().forEach(thread.ending::cancelWaiting);
    close(leftovers(waiting, endSessions()));
    thread.writer.notifier().endAll(thread.writer.lastSequence());
  }

  /** Lets go of the messages, unless some are not stored; the next use loads them again. */
  void unload() {
    if (thread.writer.loadState() == LoadState.LOADED && thread.writer.unsaved().isEmpty()) {
      thread.writer.replaceTree(new MessageTree());
      thread.writer.forgetAll();
      thread.calls.clear();
      thread.sentKeys.forgetEnded();
      thread.stepsSinceHuman.clear();
      thread.writer.loadState(LoadState.NOT_LOADED, null);
    }
  }
}
