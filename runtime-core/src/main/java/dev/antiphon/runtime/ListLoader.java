package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.port.ThreadPage;
import dev.antiphon.thread.AdapterReplacedException;
import dev.antiphon.thread.ListDelta;
import dev.antiphon.thread.ListEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Loads the list and its pages (rules LIST-4 to LIST-7). Confined to the list's writer. */
final class ListLoader {

  private final ThreadDirectory list;

  /** How many lists were asked for; a page that was asked for before the newest is dropped. */
  private int requests;

  /** How many of them have not been answered. */
  private int underWay;

  /** The question whose list is shown; 0 before the first one came. */
  private long shownQuestion;

  private boolean hasEnded;
  private @Nullable String cursor;
  private @Nullable ErrorInfo error;
  private @Nullable CompletableFuture<Void> newest;
  private @Nullable CompletableFuture<Void> more;

  ListLoader(ThreadDirectory list) {
    this.list = list;
  }

  /** Adds to a delta whether the list is being loaded. */
  ListDelta.Builder status(ListDelta.Builder delta) {
    return delta
        .isLoading(!hasEnded || underWay > 0)
        .isLoadingMore(more != null)
        .hasMore(cursor != null)
        .error(error);
  }

  /** Starts the first list unless it was started: somebody looks at it. */
  void start() {
    if (requests == 0) {
      reload();
    }
  }

  /** Loads the list unless it is there, or on its way. */
  CompletionStage<Void> load() {
    if (newest != null && underWay > 0) {
      return newest.minimalCompletionStage();
    }
    return shownQuestion == 0 ? reload() : CompletableFuture.completedStage(null);
  }

  /** Loads the list again; what is shown stays until it comes. */
  CompletionStage<Void> reload() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    newest = done;
    more = null;
    requests++;
    underWay++;
    long question = list.items.ask();
    list.items.publish();
    list.port.ask(
        "list",
        adapter -> requireNonNull(adapter.list(list.owner, null), "The list returned no page."),
        page -> listed(question, page, done),
        failure -> notListed(question, failure, done));
    return done.minimalCompletionStage();
  }

  private void listed(long question, ThreadPage page, CompletableFuture<Void> done) {
    underWay--;
    hasEnded = true;
    if (question < shownQuestion) {
      // A list that was asked for later is shown already.
      list.items.known(list.items.known().drop(question));
    } else {
      shownQuestion = question;
      cursor = cursorOf(page);
      error = null;
      if (list.port.isAwaited()) {
        list.replacement.arrived(question, page.threads());
      } else {
        list.items.known(list.items.known().listed(question, page.threads()));
      }
    }
    list.items.publish();
    list.complete(done);
  }

  private void notListed(long question, Throwable failure, CompletableFuture<Void> done) {
    underWay--;
    list.items.known(list.items.known().drop(question));
    if (!(failure instanceof AdapterReplacedException)) {
      hasEnded = true;
      if (question > shownQuestion) {
        failed(failure);
      }
    }
    list.items.publish();
    list.fail(done, failure);
  }

  private void failed(Throwable failure) {
    ErrorInfo info = ErrorInfo.from(failure, ErrorInfo.STORAGE);
    error = info;
    list.writer.emit(header -> new ListEvent.ListFailed(header, info));
  }

  /** Loads the next page; nothing without one, or while the list is loaded (rule LIST-7). */
  CompletionStage<Void> loadMore() {
    if (more != null) {
      return more.minimalCompletionStage();
    }
    String from = cursor;
    if (from == null || underWay > 0) {
      return CompletableFuture.completedStage(null);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    more = done;
    int asOf = requests;
    long question = list.items.ask();
    list.items.publish();
    list.port.ask(
        "loadMore",
        adapter -> requireNonNull(adapter.list(list.owner, from), "The list returned no page."),
        page -> paged(question, asOf, page, done),
        failure -> notPaged(question, asOf, failure, done));
    return done.minimalCompletionStage();
  }

  private void paged(long question, int asOf, ThreadPage page, CompletableFuture<Void> done) {
    if (asOf == requests) {
      more = null;
      cursor = cursorOf(page);
      error = null;
      list.items.known(list.items.known().paged(question, page.threads()));
    } else {
      list.items.known(list.items.known().drop(question));
    }
    list.items.publish();
    list.complete(done);
  }

  private void notPaged(long question, int asOf, Throwable failure, CompletableFuture<Void> done) {
    list.items.known(list.items.known().drop(question));
    if (asOf == requests) {
      more = null;
      if (!(failure instanceof AdapterReplacedException)) {
        failed(failure);
      }
    }
    list.items.publish();
    list.fail(done, failure);
  }

  private static @Nullable String cursorOf(ThreadPage page) {
    String next = page.nextCursor();
    return next == null || next.isEmpty() ? null : next;
  }
}
