package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.RemoteThreadListAdapter.Capability;
import dev.antiphon.thread.AdapterReplacedException;
import dev.antiphon.thread.ListState;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.thread.UnknownThreadException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one thread list, and the little that they share. Everything that changes is changed
 * under {@link #writer}.
 */
final class ThreadDirectory implements ThreadHome {

  final Environment env;
  final String owner;
  final ListWriter writer;
  final ListItems items;
  final ListPort port;
  final ListLoader loader;
  final ThreadFinder finder;
  final ThreadCreation creation;
  final ThreadChanges changes;
  final ThreadRemoval removal;
  final ThreadTitles titles;
  final ListSelection selection;
  final LiveThreads live;
  final AdapterReplacement replacement;

  private final List<MessageInput> initialMessages;
  private volatile boolean isClosed;

  /** Which adapter of the runtime's it stands on. */
  private volatile int adapterVersion;

  ThreadDirectory(Environment env, String owner, List<MessageInput> initialMessages) {
    this.env = env;
    this.owner = owner;
    this.initialMessages = initialMessages;
    ListAdapter adapter = env.threadList();
    String draftId = env.ids().next("thr");
    this.writer = new ListWriter(env, this::stateAt);
    this.selection = new ListSelection(this, draftId);
    this.items = new ListItems(this, draftId);
    this.adapterVersion = adapter.version();
    this.port = new ListPort(this, adapter.adapter(), adapter.adapter().capabilities());
    this.loader = new ListLoader(this);
    this.finder = new ThreadFinder(this);
    this.creation = new ThreadCreation(this);
    this.changes = new ThreadChanges(this);
    this.removal = new ThreadRemoval(this);
    this.titles = new ThreadTitles(this);
    this.live = new LiveThreads(this);
    this.replacement = new AdapterReplacement(this);
  }

  private ListState stateAt(long sequence) {
    return items
        .addTo(ListState.builder(owner, selection.selectedId()))
        .sequence(sequence)
        .build();
  }

  /**
   * Returns the key of a thread.
   *
   * @throws UnknownThreadException if what is given cannot be the id of one
   */
  ThreadKey keyOf(String threadId) {
    try {
      return new ThreadKey(owner, threadId);
    } catch (IllegalArgumentException noId) {
      throw new UnknownThreadException(owner, threadId);
    }
  }

  // ---- whether commands are taken

  /**
   * Refuses a command.
   *
   * @throws RuntimeClosedException after close
   */
  void check(String command) {
    if (isClosed) {
      throw new RuntimeClosedException(command);
    }
  }

  /**
   * Refuses a command on a thread.
   *
   * @throws RuntimeClosedException after close
   * @throws AdapterReplacedException while the list of a new adapter is awaited, unless the thread
   *     is a draft
   */
  void checkReachable(String command, String threadId) {
    check(command);
    if (!items.isDraft(threadId)) {
      port.checkArrived(command);
    }
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Takes no commands from now on, and closes no idle threads. */
  void refuseCommands() {
    writer.run(() -> {
      isClosed = true;
      titles.cancelAll();
      live.stopWatching();
    });
  }

  // ---- stages

  /** Ends a stage, on the executor. */
  void complete(CompletableFuture<Void> done) {
    writer.inBackground(() -> done.complete(null));
  }

  /** Ends a stage with a failure, on the executor. */
  void fail(CompletableFuture<?> done, Throwable failure) {
    writer.inBackground(() -> done.completeExceptionally(failure));
  }

  /** Returns what a stage failed with, without what stages wrap around it. */
  static Throwable unwrapped(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return requireNonNull(cause, "A failed stage has a failure.");
  }

  // ---- threads that go

  /** Returns the rooms of a thread if it has a live runtime; called under no lock. */
  @Nullable
  Conversation liveNow(String threadId) {
    LiveThread found = writer.apply(() -> live.find(threadId));
    return found == null ? null : found.now();
  }

  /** Forgets a thread that is deleted or has vanished; who holds it finds it closed. */
  void forget(String threadId) {
    LiveThread gone = live.remove(threadId);
    selection.leave(threadId);
    titles.forget(threadId);
    creation.forget(threadId);
    items.forget(threadId);
    if (gone != null) {
      writer.afterwards(gone::end);
    }
  }

  // ---- what live threads ask and tell

  @Override
  public Conversation makeRooms(LiveThread thread, PriorRuntime prior) {
    String id = thread.key().threadId();
    boolean isDraft = writer.apply(() -> items.isDraft(id));
    Conversation rooms = new Conversation(env, thread, this, isDraft, prior);
    List<Message> initial =
        initialMessages.stream().map(input -> input.toMessage(rooms.completion)).toList();
    rooms.writer.run(() -> {
      rooms.treeCommands.initialMessages(initial);
      if (isDraft) {
        rooms.treeCommands.addInitialMessages();
      }
    });
    return rooms;
  }

  @Override
  public void madeLive(LiveThread thread, Conversation rooms) {
    String id = thread.key().threadId();
    if (isClosed) {
      rooms.writer.run(rooms::refuseCommands);
    }
    if (isGoing(thread)) {
      rooms.writer.run(rooms::delete);
      if (!isGoing(thread)) {
        // The delete failed meanwhile, before these rooms could be told.
        rooms.undoDelete();
      }
    }
    if (isSuspended(id)) {
      rooms.suspend();
      if (!isSuspended(id)) {
        rooms.resume();
      }
    }
    live.watch(thread);
  }

  private boolean isGoing(LiveThread thread) {
    return thread.isGone() || writer.apply(() -> removal.isUnderWay(thread.key().threadId()));
  }

  private boolean isSuspended(String threadId) {
    return writer.apply(() -> port.isAwaited() && !items.isDraft(threadId));
  }

  @Override
  public boolean hasRecord(LiveThread thread) {
    return finder.exists(thread.key().threadId());
  }

  @Override
  public void createRecord(LiveThread thread) {
    creation.create(thread.key().threadId());
  }

  @Override
  public void activityChanged(LiveThread thread) {
    writer.run(() -> {
      Conversation rooms = thread.now();
      ThreadActivity activity = rooms == null ? null : rooms.activity.now();
      if (activity != null && live.find(thread.key().threadId()) == thread) {
        items.activity(thread.key().threadId(), activity);
        items.publish();
      }
    });
  }

  @Override
  public void messagesStored(LiveThread thread, long epochMillis, boolean hasUserMessage) {
    String id = thread.key().threadId();
    writer.run(() -> {
      items.stored(id, Instant.ofEpochMilli(epochMillis));
      items.publish();
      if (hasUserMessage) {
        titles.atTime(TitleWhen.AFTER_FIRST_USER_MESSAGE, id);
      }
    });
  }

  @Override
  public void replyCompleted(LiveThread thread) {
    writer.run(() -> titles.atTime(TitleWhen.AFTER_FIRST_REPLY, thread.key().threadId()));
  }

  @Override
  public ThreadListItem itemOf(LiveThread thread) {
    String id = thread.key().threadId();
    return writer.apply(() -> {
      ThreadListItem shown = live.find(id) == thread ? items.find(id) : null;
      if (shown != null) {
        return shown;
      }
      boolean isGone = thread.isGone() || removal.isUnderWay(id);
      return isGone
          ? ThreadListItem.builder(id).status(ThreadListItem.Status.DELETED).build()
          : items.unstored(id, ThreadListItem.Status.NEW);
    });
  }

  // ---- another storage

  /** Goes over to the adapter that the runtime has now, if it is another one. */
  void followAdapter() {
    ListAdapter current = env.threadList();
    if (current.version() == adapterVersion) {
      return;
    }
    Set<Capability> abilities = current.adapter().capabilities();
    writer.run(() -> {
      if (!isClosed && current.version() > adapterVersion) {
        adapterVersion = current.version();
        replacement.replace(current.adapter(), abilities);
      }
    });
  }

  /** Tells every live thread that an adapter was replaced (rule OPT-4). */
  void adaptersChanged() {
    writer.apply(live::allNow).forEach(Conversation::adaptersChanged);
  }

  /** Tells every live thread that the model context changed (rule CTX-9). */
  void contextChanged() {
    writer.apply(live::allNow).forEach(Conversation::contextChanged);
  }
}
