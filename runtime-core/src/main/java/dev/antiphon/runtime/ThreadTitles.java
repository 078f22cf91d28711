package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.port.TextWriter;
import dev.antiphon.port.TitleGenerator;
import dev.antiphon.port.TitleRequest;
import dev.antiphon.thread.ListEvent;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.thread.ThreadStatusException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes the titles of threads (rules TITLE-1 to TITLE-5). Confined to the list's writer. */
final class ThreadTitles {

  private final ThreadDirectory list;

  /** The requests that have not ended, by thread. */
  private final Map<String, Request> underWay = new HashMap<>();

  /** Threads that were renamed here, or had their automatic title: they get none. */
  private final Set<String> settled = new HashSet<>();

  /** A title that is being made. */
  private final class Request implements TextWriter {
    private final String threadId;
    private final CancelSource cancellation = new CancelSource(list.env.executor());
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private volatile boolean isClosed;

    Request(String threadId) {
      this.threadId = threadId;
    }

    @Override
    public void text(String delta) {
      list.writer.run(() -> {
        if (!isClosed) {
          text.append(delta);
          show(this);
        }
      });
    }

    @Override
    public boolean isClosed() {
      return isClosed;
    }
  }

  ThreadTitles(ThreadDirectory list) {
    this.list = list;
  }

  // ---- when a title is made

  /** Makes the automatic title of a thread if its time has come (rule TITLE-1). */
  void atTime(TitleWhen time, String threadId) {
    ThreadListItem item = list.items.find(threadId);
    boolean isDue = list.env.options().titleWhen() == time
        && list.creation.isCreatedHere(threadId)
        && !settled.contains(threadId)
        && item != null
        && item.title() == null;
    if (isDue) {
      settled.add(threadId);
      begin(threadId);
    }
  }

  /** Makes a title for a stored thread, in place of the one that is being made. */
  CompletionStage<Void> generate(String threadId) {
    return list.changes.whenKnown("generateTitle", threadId, () -> {
      ThreadListItem item = list.items.find(threadId);
      ThreadListItem.Status status = item == null ? ThreadListItem.Status.DELETED : item.status();
      if (!ChangeOrder.STORED.contains(status)) {
        throw new ThreadStatusException(
            list.keyOf(threadId), status.name().toLowerCase(Locale.ROOT), "generateTitle");
      }
      return begin(threadId).done.minimalCompletionStage();
    });
  }

  private Request begin(String threadId) {
    cancel(threadId);
    Request request = new Request(threadId);
    underWay.put(threadId, request);
    list.writer.inBackground(() -> load(request));
    return request;
  }

  /** Stops making a title: the thread was renamed, or goes. */
  void cancel(String threadId) {
    Request request = underWay.remove(threadId);
    if (request != null) {
      request.isClosed = true;
      list.items.growingTitle(threadId, null);
      list.items.publish();
      list.writer.afterwards(request.cancellation::fire);
      list.fail(request.done, new CancellationException("The title is not made any more."));
    }
  }

  void cancelAll() {
    List.copyOf(underWay.keySet()).forEach(this::cancel);
  }

  /** Remembers that a thread was renamed: a title that is being made comes too late (TITLE-4). */
  void renamed(String threadId) {
    settled.add(threadId);
    cancel(threadId);
  }

  void forget(String threadId) {
    cancel(threadId);
    settled.remove(threadId);
  }

  // ---- making it; outside the lock

  private void load(Request request) {
    LiveThread thread = list.writer.apply(() -> list.live.open(request.threadId).live());
    try {
      thread.use(rooms -> rooms.loader.load()).whenComplete((loaded, failure) -> {
        if (failure == null) {
          make(request, thread);
        } else {
          failed(request, failure);
        }
      });
    } catch (RuntimeException refused) {
      failed(request, refused);
    }
  }

  private void make(Request request, LiveThread thread) {
    List<Message> settledMessages = thread.use(rooms -> rooms.writer.state()).messages().stream()
        .filter(message -> !message.isRunning())
        .toList();
    TitleGenerator generator = list.env.titles();
    if (generator == null) {
      request.text(TitleText.of(settledMessages));
      list.writer.run(() -> made(request));
      return;
    }
    try {
      generator.generateTitle(
          new TitleRequest(thread.key(), settledMessages, request.cancellation), request);
    } catch (Throwable thrown) {
      failed(request, thrown);
      return;
    }
    list.writer.run(() -> made(request));
  }

  private void failed(Request request, Throwable failure) {
    list.writer.run(() -> {
      if (end(request)) {
        tellFailure(request, failure);
      }
    });
  }

  // ---- showing and storing it

  private void show(Request request) {
    String title = TitleText.oneLine(request.text.toString());
    if (!title.isEmpty()) {
      list.items.growingTitle(request.threadId, title);
      list.items.publish();
    }
  }

  private void made(Request request) {
    if (!end(request)) {
      return;
    }
    String title = TitleText.oneLine(request.text.toString());
    ThreadListItem item = list.items.find(request.threadId);
    if (title.isEmpty() || item == null || !ChangeOrder.STORED.contains(item.status())) {
      list.items.publish();
      list.complete(request.done);
      return;
    }
    ThreadChanges.Sequel sequel = new ThreadChanges.Sequel() {
      @Override
      public void confirmed() {
        list.complete(request.done);
      }

      @Override
      public void failed(Throwable failure) {
        tellFailure(request, failure);
      }
    };
    list.changes.make(ChangeOrder.rename(list.keyOf(request.threadId), title), sequel);
  }

  /** Ends a request; returns false if it was cancelled before. */
  private boolean end(Request request) {
    request.isClosed = true;
    if (!underWay.remove(request.threadId, request)) {
      return false;
    }
    list.items.growingTitle(request.threadId, null);
    return true;
  }

  private void tellFailure(Request request, @Nullable Throwable failure) {
    ErrorInfo error = ErrorInfo.from(ThreadDirectory.unwrapped(failure));
    list.items.publish();
    list.writer.emit(header -> new ListEvent.TitleFailed(header, request.threadId, error));
    list.fail(request.done, ThreadDirectory.unwrapped(failure));
  }
}
