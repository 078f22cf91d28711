package dev.antiphon.runtime;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.RunId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.thread.EventHeader;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tree.BranchChange;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.MessageTree;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The single writer of a thread: the lock, the tree, the events, and the snapshot made of them.
 * Every other room of the thread changes things inside {@link #apply}.
 */
final class ThreadWriter implements Notifier.Source<ThreadEvent> {

  /*
   * Concurrency
   * -----------
   * `lock` guards everything that is not final or volatile here, and the fields of all rooms of the
   * thread. Events get their sequence numbers under it, in the order of the commands.
   */
  private final WriterLock lock;
  private final Environment env;
  private final ThreadKey key;
  private final EventBuffer<ThreadEvent> events;
  private final Notifier<ThreadEvent, ThreadState> notifier;
  private final SaveStates saveStates = new SaveStates();

  private MessageTree tree = new MessageTree();
  private LoadState loadState = LoadState.NOT_LOADED;
  private @Nullable ErrorInfo loadError;
  private @Nullable LiveReply liveReply;
  private Consumer<ThreadState.Builder> extras = builder -> {};
  private @Nullable Runnable onChange;
  private boolean isChangeDue;
  private volatile long lastEventMillis;

  private volatile @Nullable ThreadState snapshot;

  /** The reply under construction, which the tree does not show yet. */
  interface LiveReply {
    /** Returns the message that is being written. */
    MessageId messageId();

    /** Returns whether something was written that the tree does not show. */
    boolean isAhead();

    /** Returns the message with all that was written. */
    Message sync(Message message);

    /** Takes over what another writer changed. */
    void rebase(Message message);
  }

  ThreadWriter(Environment env, ThreadKey key) {
    this(env, key, 0);
  }

  /** Makes the writer of a thread that has had events up to a sequence number. */
  ThreadWriter(Environment env, ThreadKey key, long lastSequence) {
    this.env = env;
    this.key = key;
    this.events = new EventBuffer<>(
        env.options().eventBuffer(), lastSequence, ThreadEvent::sequence, ThreadWriter::overflow);
    this.notifier = new Notifier<>(this, ThreadEvent::sequence, this::state, env.executor());
    this.lock = new WriterLock(env.executor(), notifier::wake);
  }

  /** Sets what other rooms add to a snapshot; called once, before the thread is used. */
  void snapshotExtras(Consumer<ThreadState.Builder> added) {
    this.extras = added;
  }

  /**
   * Sets what is told, under no lock, that something other than a reply's content has changed;
   * called once, before the thread is used.
   */
  void whenChanged(Runnable told) {
    this.onChange = told;
  }

  Notifier<ThreadEvent, ThreadState> notifier() {
    return notifier;
  }

  // ---- commands

  /** Applies a command as a whole; its effects run when the lock is free again. */
  <T> T apply(Supplier<T> command) {
    return lock.apply(command);
  }

  /** As {@link #apply} for a command without a result. */
  void run(Runnable command) {
    lock.apply(() -> {
      command.run();
      return true;
    });
  }

  /** Has something run when the lock is free again: short, or handed to the executor. */
  void afterwards(Runnable effect) {
    lock.afterwards(effect);
  }

  /** Has longer work run on the executor when the lock is free again. */
  void inBackground(Runnable work) {
    lock.inBackground(work);
  }

  // ---- the tree

  MessageTree tree() {
    syncLiveReply();
    return tree;
  }

  /** Sets another tree; the caller announces it with {@link #stateAt}. */
  void replaceTree(MessageTree replacement) {
    replacement.takeBranchChange();
    tree = replacement;
    touch();
  }

  /** Returns a message as it is now, the reply under construction included. */
  Message message(MessageId id) {
    return tree().message(id);
  }

  /**
   * Changes a message and announces it. What does not change it announces nothing (rule EVT-10).
   *
   * @return whether it changed
   */
  boolean change(MessageId id, @Nullable RunId runId, UnaryOperator<Message> change) {
    boolean isChanged = changeQuietly(id, change);
    if (isChanged) {
      Message after = tree.message(id);
      emit(header -> new ThreadEvent.MessageChanged(header, after), runId, id, null);
    }
    return isChanged;
  }

  /**
   * Changes the metadata of a message and announces it, at a cost that is not that of the content.
   */
  void changeMetadata(MessageId id, RunId runId, UnaryOperator<MessageMetadata> change) {
    Message before = tree().message(id);
    MessageMetadata metadata = change.apply(before.metadata());
    if (!metadata.equals(before.metadata())) {
      Message after = before.withMetadata(metadata);
      tree.update(after);
      saveStates.changed(id);
      emit(header -> new ThreadEvent.MessageChanged(header, after), runId, id, null);
    }
  }

  /**
   * Changes a message for which the caller emits an event of its own.
   *
   * @return whether it changed
   */
  boolean changeQuietly(MessageId id, UnaryOperator<Message> change) {
    boolean isChanged = changeUnstored(id, change);
    if (isChanged) {
      saveStates.changed(id);
    }
    return isChanged;
  }

  /**
   * Changes what is shown of a message but not stored with it.
   *
   * @return whether it changed
   */
  boolean changeUnstored(MessageId id, UnaryOperator<Message> change) {
    Message before = tree().message(id);
    Message after = change.apply(before);
    if (after.equals(before)) {
      return false;
    }
    tree.update(after);
    if (liveReply != null && liveReply.messageId().equals(id)) {
      liveReply.rebase(after);
    }
    touch();
    return true;
  }

  /** Announces a message as a whole. */
  void announceWhole(MessageId id, @Nullable RunId runId) {
    Message now = message(id);
    saveStates.changed(id);
    emit(header -> new ThreadEvent.MessageChanged(header, now), runId, id, null);
  }

  /** Sets the reply under construction, after bringing the tree up to date with another one. */
  void liveReply(@Nullable LiveReply reply) {
    syncLiveReply();
    liveReply = reply;
  }

  /** Takes a reply under construction away, if it is that one. */
  void endLiveReply(LiveReply reply) {
    if (liveReply == reply) {
      liveReply(null);
    }
  }

  /** Announces a message that is in the tree now. */
  void announceAdded(MessageItem item, SaveState saveState, @Nullable RunId runId) {
    Message message = item.message();
    saveStates.set(message.id(), saveState);
    emit(
        header -> new ThreadEvent.MessageAdded(header, message, item.parentId(), saveState),
        runId,
        message.id(),
        null);
    announceHead();
  }

  /** Announces the selected branch if it is another one than it was. */
  void announceHead() {
    BranchChange change = tree().takeBranchChange();
    if (change != null) {
      MessageId head = tree.head();
      emit(header -> new ThreadEvent.HeadChanged(header, head, change), null, head, null);
    }
  }

  private void syncLiveReply() {
    LiveReply reply = liveReply;
    if (reply != null && reply.isAhead() && tree.contains(reply.messageId())) {
      tree.update(reply.sync(tree.message(reply.messageId())));
    }
  }

  // ---- what is known beside the tree

  SaveState saveState(MessageId id) {
    return saveStates.of(id);
  }

  void saveState(MessageId id, SaveState state) {
    if (saveStates.set(id, state)) {
      touch();
    }
  }

  /** Says that a message changed, for which the caller emits an event of its own. */
  void changed(MessageId id) {
    saveStates.changed(id);
  }

  void forget(MessageId id) {
    saveStates.forget(id);
  }

  void forgetAll() {
    saveStates.clear();
  }

  /** Returns the messages whose writing was given up. */
  List<MessageId> unsaved() {
    return saveStates.givenUp();
  }

  LoadState loadState() {
    return loadState;
  }

  @Nullable
  ErrorInfo loadError() {
    return loadError;
  }

  void loadState(LoadState state, @Nullable ErrorInfo error) {
    loadState = state;
    loadError = error;
    touch();
  }

  // ---- events and snapshots

  /** Emits an event of the thread as a whole. */
  void emit(Function<EventHeader, ThreadEvent> event) {
    emit(event, null, null, null);
  }

  /** Emits an event. */
  void emit(
      Function<EventHeader, ThreadEvent> event,
      @Nullable RunId runId,
      @Nullable MessageId messageId,
      @Nullable ToolCallId toolCallId) {
    long sequence = events.last() + 1;
    EventHeader header =
        new EventHeader(sequence, env.clock().millis(), runId, messageId, toolCallId);
    ThreadEvent emitted = event.apply(header);
    events.append(emitted);
    lastEventMillis = header.epochMillis();
    lock.hasNews();
    snapshot = null;
    boolean isContent = emitted instanceof ThreadEvent.PartDelta
        || emitted instanceof ThreadEvent.PartStarted
        || emitted instanceof ThreadEvent.PartEnded;
    if (onChange != null && !isContent && !isChangeDue) {
      isChangeDue = true;
      afterwards(this::tellChange);
    }
  }

  private void tellChange() {
    run(() -> isChangeDue = false);
    if (onChange != null) {
      onChange.run();
    }
  }

  /** Returns when the last event was emitted, in epoch milliseconds; 0 if none was. */
  long lastEventMillis() {
    return lastEventMillis;
  }

  /** Says that the snapshot is out of date although there is no event for it. */
  void touch() {
    snapshot = null;
    lock.hasNews();
  }

  /** Returns the thread as it is now. */
  ThreadState state() {
    ThreadState current = snapshot;
    return current != null ? current : apply(this::makeSnapshot);
  }

  private ThreadState makeSnapshot() {
    ThreadState current = snapshot;
    if (current == null) {
      current = stateAt(events.last());
      snapshot = current;
    }
    return current;
  }

  /** Returns the thread as it is now, for an event that has a sequence number already. */
  ThreadState stateAt(long sequence) {
    MessageTree shown = tree();
    ThreadState.Builder builder = ThreadState.builder(key)
        .sequence(sequence)
        .messages(shown.visible())
        .places(shown.places())
        .unsaved(saveStates.shown())
        .loadState(loadState)
        .loadError(loadError);
    extras.accept(builder);
    return builder.build();
  }

  /** Adds a listener that gets a snapshot and everything after it (rule EVT-6). */
  Subscription subscribe(Consumer<? super ThreadEvent> listener) {
    return apply(() -> {
      ThreadState state = makeSnapshot();
      EventHeader header =
          new EventHeader(state.sequence(), env.clock().millis(), null, null, null);
      ThreadEvent opening = new ThreadEvent.Snapshot(header, state);
      return added(notifier.add(state.sequence() + 1, opening, listener));
    });
  }

  /** Adds a listener that gets everything from a sequence number on, if it is still here. */
  Subscription subscribe(long fromSequence, Consumer<? super ThreadEvent> listener) {
    return apply(() -> {
      boolean isHere = fromSequence >= events.first() && fromSequence <= events.last() + 1;
      return isHere ? added(notifier.add(fromSequence, null, listener)) : subscribe(listener);
    });
  }

  /** Adds a listener of the newest state. */
  Subscription subscribeToState(Consumer<? super ThreadState> listener) {
    return notifier.addState(listener);
  }

  private Subscription added(Notifier<ThreadEvent, ThreadState>.Listener listener) {
    afterwards(listener::wake);
    return listener;
  }

  @Override
  public List<ThreadEvent> read(long from, int atMost) {
    return lock.read(() -> events.read(from, atMost, env.clock().millis()));
  }

  @Override
  public long lastSequence() {
    return lock.read(events::last);
  }

  private static ThreadEvent overflow(long first, long last, long nowMillis) {
    EventHeader header = new EventHeader(last, nowMillis, null, null, null);
    return new ThreadEvent.Overflow(header, first, last);
  }
}
