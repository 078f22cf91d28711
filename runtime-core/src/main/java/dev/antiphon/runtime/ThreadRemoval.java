package dev.antiphon.runtime;

import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.thread.ThreadStatusException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Deletes threads, and detaches them from their live runtime (rules LIST-17, LIST-18 and LIST-21).
 * Confined to the list's writer.
 */
final class ThreadRemoval {

  private final ThreadDirectory list;

  /** Threads whose delete is shown and not confirmed. */
  private final Set<String> underWay = new HashSet<>();

  ThreadRemoval(ThreadDirectory list) {
    this.list = list;
  }

  boolean isUnderWay(String threadId) {
    return underWay.contains(threadId);
  }

  // ---- delete

  /** Deletes a thread: its run is cancelled, then the storage is asked. */
  CompletionStage<Void> delete(String threadId) {
    return list.changes.make(ChangeOrder.delete(list.keyOf(threadId)), new Delete(threadId));
  }

  /** What goes with a delete. */
  private final class Delete implements ThreadChanges.Sequel {
    private final String threadId;

    Delete(String threadId) {
      this.threadId = threadId;
    }

    @Override
    public void begun() {
      underWay.add(threadId);
      list.titles.cancel(threadId);
      list.selection.leave(threadId);
      list.writer.afterwards(() -> {
        Conversation rooms = list.liveNow(threadId);
        if (rooms != null) {
          rooms.closing.beginDelete();
        }
      });
    }

    /** What the thread writes has to be stored before: it would bring the thread back after. */
    @Override
    public void beforeAsking(Runnable then) {
      list.writer.afterwards(() -> {
        Conversation rooms = list.liveNow(threadId);
        if (rooms == null) {
          list.writer.run(then);
        } else {
          rooms.closing.whenStored(() -> list.writer.run(then));
        }
      });
    }

    @Override
    public void confirmed() {
      underWay.remove(threadId);
      list.forget(threadId);
    }

    @Override
    public void failed(Throwable failure) {
      underWay.remove(threadId);
      list.writer.afterwards(() -> {
        Conversation rooms = list.liveNow(threadId);
        if (rooms != null) {
          rooms.undoDelete();
        }
      });
    }
  }

  // ---- detach

  /** Stops the live runtime of a thread; draft and queue stay for the next one. */
  CompletionStage<Void> detach(String threadId) {
    return list.changes.whenKnown("detach", threadId, () -> {
      ThreadListItem item = list.items.find(threadId);
      ThreadListItem.Status status = item == null ? ThreadListItem.Status.DELETED : item.status();
      if (!ChangeOrder.STORED.contains(status)) {
        throw new ThreadStatusException(
            list.keyOf(threadId), status.name().toLowerCase(Locale.ROOT), "detach");
      }
      list.titles.cancel(threadId);
      list.selection.leave(threadId);
      CompletableFuture<Void> done = new CompletableFuture<>();
      list.creation.whenSettled(() -> list.writer.afterwards(() -> stop(threadId, done)));
      return done.minimalCompletionStage();
    });
  }

  private void stop(String threadId, CompletableFuture<Void> done) {
    LiveThread thread = list.writer.apply(() -> list.live.find(threadId));
    Conversation rooms = thread == null ? null : thread.now();
    if (thread == null || rooms == null) {
      list.env.executor().execute(() -> done.complete(null));
      return;
    }
    rooms.closing.cancelAll();
    rooms.closing.whenStored(() -> {
      thread.detach(rooms);
      done.complete(null);
    });
  }
}
