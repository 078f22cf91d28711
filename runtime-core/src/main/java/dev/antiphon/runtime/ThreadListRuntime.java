package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Json;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RemoteThreadListAdapter.Capability;
import dev.antiphon.thread.FeatureUnavailableException;
import dev.antiphon.thread.ListEvent;
import dev.antiphon.thread.ListState;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.thread.ThreadStatusException;
import dev.antiphon.thread.UnknownThreadException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one owner: which there are, which one is selected, and the live ones among them.
 * No call can reach another owner's thread (rule LIST-1).
 *
 * <p><b>Promise.</b> A command never blocks on I/O; when it returns, {@link #state()} shows its
 * effect, which is taken back if the storage does not accept it. Commands on one thread reach the
 * storage one at a time, in the order of the calls. A thread that is not known here is asked for
 * first; then a refusal is that of the stage.
 *
 * <p>The list is loaded when somebody first looks at it: {@link #state()}, {@link #load()}, or a
 * listener. Who only opens threads by their id never loads it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, listeners included. Stages complete,
 * and listeners are called, on threads of the runtime.
 *
 * <p>Every command throws {@code RuntimeClosedException} after close, and
 * {@code AdapterReplacedException} while the list of a new adapter is awaited, unless the thread is
 * a draft. Those on one thread throw {@link ThreadStatusException} if its status does not allow
 * them, and fail with {@link UnknownThreadException} if there is no such thread.
 */
public final class ThreadListRuntime {

  private static final Pattern THREAD_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final ThreadDirectory list;

  ThreadListRuntime(Environment env, String owner, List<MessageInput> initialMessages) {
    this.list = new ThreadDirectory(env, new ThreadKey(owner, "check").owner(), initialMessages);
  }

  ThreadDirectory directory() {
    return list;
  }

  /** Returns whose threads these are. */
  public String owner() {
    return list.owner;
  }

  // ---- looking

  /** Returns the list as it is now; never waits for I/O. */
  public ListState state() {
    list.writer.run(this::startLoading);
    return list.writer.state();
  }

  private void startLoading() {
    if (!list.isClosed()) {
      list.loader.start();
    }
  }

  /**
   * Returns a thread as the list shows it now, listed or not.
   *
   * @param threadId the thread's id
   */
  public Optional<ThreadListItem> item(String threadId) {
    requireNonNull(threadId, "threadId");
    return list.writer.apply(
        () -> Optional.ofNullable(list.items.find(list.items.known().idOf(threadId))));
  }

  /**
   * Listens to events: a snapshot first, then everything after it (rule EVT-6).
   *
   * @param listener called one event at a time, in order, outside every lock
   * @return ends the membership
   */
  public Subscription subscribe(Consumer<? super ListEvent> listener) {
    requireNonNull(listener, "listener");
    return list.writer.apply(() -> {
      startLoading();
      return list.writer.subscribe(listener);
    });
  }

  /**
   * Listens to events from a sequence number on, if the runtime still has them; else starts with a
   * snapshot.
   *
   * @param fromSequence the first event wanted
   * @param listener called one event at a time, in order, outside every lock
   * @return ends the membership
   */
  public Subscription subscribe(long fromSequence, Consumer<? super ListEvent> listener) {
    requireNonNull(listener, "listener");
    return list.writer.apply(() -> {
      startLoading();
      return list.writer.subscribe(fromSequence, listener);
    });
  }

  /**
   * Listens to the newest state; intermediate ones may be skipped, the last one never is (rule
   * EVT-5).
   *
   * @param listener called one state at a time, outside every lock
   * @return ends the membership
   */
  public Subscription onState(Consumer<? super ListState> listener) {
    requireNonNull(listener, "listener");
    list.writer.run(this::startLoading);
    return list.writer.subscribeToState(listener);
  }

  // ---- loading

  /**
   * Loads the first page of the list unless it is there.
   *
   * @return ends when it is; with what the storage threw if it cannot be loaded (rule LIST-5)
   */
  public CompletionStage<Void> load() {
    return command("load", list.loader::load);
  }

  /**
   * Loads the first page again; it takes the place of what was listed, and changes that the storage
   * may not have known are made to it again (rules LIST-4 and LIST-9).
   *
   * @return ends when it is there; with what the storage threw, and then what was listed stays
   */
  public CompletionStage<Void> reload() {
    return command("reload", list.loader::reload);
  }

  /**
   * Loads the next page. Does nothing if there is none or the list is being loaded; calls at one
   * time share one request (rule LIST-7).
   *
   * @return ends when it is there; with what the storage threw
   */
  public CompletionStage<Void> loadMore() {
    return command("loadMore", list.loader::loadMore);
  }

  // ---- opening and selecting

  /**
   * Returns the selected thread: at the start a draft, which is not stored before its first message
   * (rule LIST-3).
   *
   * @throws dev.antiphon.thread.RuntimeClosedException after close
   */
  public ThreadRuntime main() {
    ThreadRuntime main = command("main", () -> list.live.open(list.selection.selectedId()));
    return made(main);
  }

  /**
   * Returns a thread without selecting it. One that the storage does not know is a draft of that
   * id; its record is created with its first message (rule LIST-27). What the adapters of the
   * thread throw is thrown here.
   *
   * @param threadId 1 to 128 of {@code A-Z a-z 0-9 _ -}, or the id of a thread that is listed
   * @throws IllegalArgumentException if the id has other characters
   */
  public ThreadRuntime open(String threadId) {
    ThreadRuntime opened = command("open", () -> {
      String id = list.items.known().idOf(requireNonNull(threadId, "threadId"));
      if (list.items.find(id) == null && !THREAD_ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "A thread id has 1 to 128 of A-Z a-z 0-9 _ -, which this one has not.");
      }
      list.checkReachable("open", id);
      return list.live.open(id);
    });
    return made(opened);
  }

  /** Has the live runtime made, so that what its adapters throw is thrown to who opens it. */
  private static ThreadRuntime made(ThreadRuntime opened) {
    opened.live().run(rooms -> {});
    return opened;
  }

  /**
   * Selects a thread; an archived one is taken out of the archive first.
   *
   * @param threadId the thread's id
   * @return ends, when the switch has ended or was overtaken by a later one, with the thread that
   *     is selected then (rules LIST-10 and LIST-11); fails with {@link UnknownThreadException} if
   *     there is no such thread, and with what the storage threw
   */
  public CompletionStage<ThreadRuntime> switchTo(String threadId) {
    return switchTo(threadId, true);
  }

  /**
   * Selects a thread.
   *
   * @param threadId the thread's id
   * @param unarchives whether an archived thread is taken out of the archive first
   * @return ends, when the switch has ended or was overtaken by a later one, with the thread that
   *     is selected then; fails with {@link UnknownThreadException} if there is no such thread, and
   *     with what the storage threw
   */
  public CompletionStage<ThreadRuntime> switchTo(String threadId, boolean unarchives) {
    requireNonNull(threadId, "threadId");
    return command("switchTo", () -> {
      list.checkReachable("switchTo", threadId);
      return list.selection.switchTo(threadId, unarchives);
    });
  }

  /**
   * Selects the draft. If the record of the last one is being created, it is waited for: then there
   * is a new draft, or the same one again if that fails (rule LIST-14).
   *
   * @return ends, when the switch has ended or was overtaken by a later one, with the thread that
   *     is selected then
   */
  public CompletionStage<ThreadRuntime> switchToNewThread() {
    return command("switchToNewThread", list.selection::switchToNewThread);
  }

  /**
   * Has the selection controlled from outside, such as by the address of a page (rule LIST-22).
   *
   * @param threadId the thread to select now, or {@code null} for a new one
   * @param onChange told when another thread is selected by other means than the returned control:
   *     its id, or {@code null} for one that is not stored
   * @return sets the selection, and ends the control
   */
  public SelectionControl controlSelection(
      @Nullable String threadId, Consumer<? super @Nullable String> onChange) {
    requireNonNull(onChange, "onChange");
    return command("controlSelection", () -> list.selection.control(threadId, onChange));
  }

  /**
   * Loads the messages of the selected thread again (rule LOAD-9). Does nothing on a draft; a
   * switch meanwhile wins, and then the stage ends well (rule LIST-25).
   *
   * @return ends when it is done
   * @throws dev.antiphon.thread.ThreadBusyException during a run, or with queued or unsaved
   *     messages
   */
  public CompletionStage<Void> reloadMainThread() {
    ThreadRuntime main = main();
    String id = main.key().threadId();
    boolean isDraft = list.writer.apply(() -> list.items.isDraft(id));
    if (isDraft) {
      return CompletableFuture.completedStage(null);
    }
    return main.refetch().handle((loaded, failure) -> {
      boolean isStillMain = list.writer.apply(() -> list.selection.isSelected(id));
      if (failure != null && isStillMain) {
        throw new CompletionException(ThreadDirectory.unwrapped(failure));
      }
      return null;
    });
  }

  // ---- changing

  /**
   * Renames a thread; a title that is being made for it is dropped (rule TITLE-4).
   *
   * @param threadId the thread
   * @param title the title
   * @return ends when the storage has it
   */
  public CompletionStage<Void> rename(String threadId, String title) {
    requireNonNull(title, "title");
    return onThread(
        "rename",
        threadId,
        id -> list.changes.make(ChangeOrder.rename(list.keyOf(id), title), new Renaming(id)));
  }

  /** What goes with a rename: no title is made over it. */
  private final class Renaming implements ThreadChanges.Sequel {
    private final String threadId;

    Renaming(String threadId) {
      this.threadId = threadId;
    }

    @Override
    public void begun() {
      list.titles.renamed(threadId);
    }
  }

  /**
   * Replaces what the application keeps with a thread, as a whole.
   *
   * @param threadId the thread
   * @param custom a JSON object, or {@code null} for none
   * @return ends when the storage has it
   * @throws FeatureUnavailableException if the storage does not keep it
   */
  public CompletionStage<Void> updateCustom(String threadId, @Nullable Map<String, ?> custom) {
    Map<String, Object> own = custom == null ? null : Json.objectOf(custom, "custom");
    return onThread("updateCustom", threadId, id -> {
      if (!list.port.can(Capability.CUSTOM)) {
        throw new FeatureUnavailableException("updateCustom: the thread list does not keep it");
      }
      return list.changes.make(
          ChangeOrder.updateCustom(list.keyOf(id), own), new ThreadChanges.Sequel() {});
    });
  }

  /**
   * Puts a regular thread into the archive; if it is selected, it is left for the draft (rule
   * LIST-16).
   *
   * @param threadId the thread
   * @return ends when the storage has done it
   */
  public CompletionStage<Void> archive(String threadId) {
    return onThread(
        "archive",
        threadId,
        id -> list.changes.make(ChangeOrder.archive(list.keyOf(id)), new ThreadChanges.Sequel() {
          @Override
          public void begun() {
            list.selection.leave(id);
          }
        }));
  }

  /**
   * Takes a thread out of the archive; if that fails and it is selected, it is left for the draft.
   *
   * @param threadId the thread
   * @return ends when the storage has done it
   */
  public CompletionStage<Void> unarchive(String threadId) {
    return onThread(
        "unarchive",
        threadId,
        id -> list.changes.make(ChangeOrder.unarchive(list.keyOf(id)), new ThreadChanges.Sequel() {
          @Override
          public void failed(Throwable failure) {
            list.selection.leave(id);
          }
        }));
  }

  /**
   * Deletes a thread with its messages: cancels its run, then asks the storage. If that fails, the
   * thread is back with its draft and its queue (rule LIST-17).
   *
   * @param threadId the thread
   * @return ends when the storage has done it
   */
  public CompletionStage<Void> delete(String threadId) {
    return onThread("delete", threadId, list.removal::delete);
  }

  /**
   * Stops the live runtime of a thread and cancels its run. The thread stays in the list; its draft
   * and its queue stay for the next opening (rule LIST-21).
   *
   * @param threadId the thread
   * @return ends when it has stopped
   */
  public CompletionStage<Void> detach(String threadId) {
    return onThread("detach", threadId, list.removal::detach);
  }

  /**
   * Makes a title for a stored thread, in place of one that is being made (rules TITLE-2 to
   * TITLE-5). It shows as it grows.
   *
   * @param threadId the thread
   * @return ends when the storage has the title, or there was none to make; with what failed; with
   *     {@code CancellationException} if another request, a rename or a delete came in between
   */
  public CompletionStage<Void> generateTitle(String threadId) {
    return onThread("generateTitle", threadId, list.titles::generate);
  }

  /**
   * Stops making a title; the thread keeps the one it has. Does nothing if none is being made.
   *
   * @param threadId the thread
   */
  public void cancelTitle(String threadId) {
    requireNonNull(threadId, "threadId");
    list.writer.run(() -> list.titles.cancel(list.items.known().idOf(threadId)));
  }

  // ----

  private <T> T command(String name, Supplier<T> command) {
    return list.writer.apply(() -> {
      list.check(name);
      return command.get();
    });
  }

  private interface OnThread {
    CompletionStage<Void> of(String threadId);
  }

  private CompletionStage<Void> onThread(String name, String threadId, OnThread command) {
    requireNonNull(threadId, "threadId");
    return command(name, () -> {
      String id = list.items.known().idOf(threadId);
      list.checkReachable(name, id);
      return command.of(id);
    });
  }

  @Override
  public String toString() {
    return "ThreadListRuntime[" + owner() + "]";
  }
}
