package dev.antiphon.runtime;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.AttachmentAdapter;
import dev.antiphon.port.ThreadAdapters;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.run.PendingCalls;
import dev.antiphon.run.RunKind;
import dev.antiphon.thread.ActiveRun;
import dev.antiphon.thread.AdapterReplacedException;
import dev.antiphon.thread.Capability;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.ReadOnlyException;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.thread.SaveState;
import dev.antiphon.thread.ThreadClosedException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadNotLoadedException;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tree.MessageItem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one thread, and the little that they share: which run is active, what each message
 * was made with, whether the thread still takes commands. Everything that changes is changed under
 * {@link #writer}.
 */
final class Conversation {

  final Environment env;
  final LiveThread live;
  final ThreadHome home;
  final ThreadKey key;

  /** Where the thread is kept, as long as it is open (rules OPT-4 and OPT-6). */
  final ThreadHistoryAdapter history;

  final ThreadContexts contexts;
  final ThreadWriter writer;
  final StoredForms forms;
  final StoreQueue store;
  final CallIndex calls = new CallIndex();
  final RunQueue queue;
  final RunStarter starter;
  final RunPlacement placement;
  final RunEntry entry;
  final StepLoop steps;
  final ToolExecution tools;
  final RunEnding ending;
  final RunWatch watch;
  final UnsentMessages unsent;
  final HumanInput human;
  final GateKeeper gates;
  final Approvals approvals;
  final ThreadLoader loader;
  final AfterLoad afterLoad;
  final TreeCommands treeCommands;
  final MessageRemoval removal;
  final InputCompletion completion;
  final ActivityWatch activity;
  final ThreadClosing closing;
  final MessageFeedback feedback;
  final Suggestions suggestions;
  final ReadingAloud speech;
  final VoiceMessages voiceMessages;
  final VoiceTalk voice;
  final Composers composers;

  /** Makes attachments where the runtime has no adapter for it (rule OPT-6). */
  private final @Nullable AttachmentAdapter suppliedAttachments;

  /** What was sent by idempotency key (rule SEND-13). */
  final SentKeys sentKeys = new SentKeys();

  /** Steps since the last human input of messages that are paused (rule RUN-26). */
  final Map<MessageId, Integer> stepsSinceHuman = new HashMap<>();

  private @Nullable LiveRun active;
  private RuntimeOptions options;
  private boolean isDeleted;
  private boolean isClosed;
  private boolean isSuspended;
  private boolean isReadOnly;

  /** What the history declared that it can do; asked once, so it can be told under the lock. */
  private final Set<ThreadHistoryAdapter.Capability> historyAbilities;

  private final List<ThreadResource> resources = new ArrayList<>();

  private Set<Capability> capabilities;
  private @Nullable ActiveRun shownRun;

  /**
   * Makes the rooms of a thread.
   *
   * @param isNew whether the storage is known to have nothing of it
   * @param prior what the rooms that it had before have left
   */
  Conversation(
      Environment env, LiveThread live, ThreadHome home, boolean isNew, PriorRuntime prior) {
    this.env = env;
    this.live = live;
    this.home = home;
    this.key = live.key();
    this.options = Objects.requireNonNullElse(prior.options(), env.options());
    ThreadAdapters adapters = env.threadAdapters();
    this.history = env.histories().open(adapters.history(key));
    this.historyAbilities = Set.copyOf(history.capabilities());
    this.contexts = new ThreadContexts(env.contexts(), adapters.context(key));
    this.suppliedAttachments = adapters.attachments(key);
    this.capabilities = capabilities();
    this.writer = new ThreadWriter(env, key, prior.lastSequence());
    this.forms = new StoredForms(this);
    this.store = new StoreQueue(this, this::conflicted);
    this.queue = new RunQueue(this);
    this.starter = new RunStarter(this);
    this.placement = new RunPlacement(this);
    this.entry = new RunEntry(this);
    this.steps = new StepLoop(this);
    this.tools = new ToolExecution(this);
    this.ending = new RunEnding(this);
    this.watch = new RunWatch(this);
    this.unsent = new UnsentMessages(this);
    this.human = new HumanInput(this);
    this.gates = new GateKeeper(this);
    this.approvals = new Approvals(this);
    this.loader = new ThreadLoader(this, isNew);
    this.afterLoad = new AfterLoad(this);
    this.treeCommands = new TreeCommands(this);
    this.removal = new MessageRemoval(this);
    this.completion = new InputCompletion(this);
    this.activity = new ActivityWatch(this);
    this.closing = new ThreadClosing(this, resources);
    this.feedback = new MessageFeedback(this);
    this.suggestions = new Suggestions(this);
    this.speech = new ReadingAloud(this);
    this.voiceMessages = new VoiceMessages(this);
    this.voice = new VoiceTalk(this, voiceMessages);
    this.composers = new Composers(this);
    writer.snapshotExtras(this::addToSnapshot);
    writer.whenChanged(activity::tell);
  }

  /** Goes on where the rooms before ended: what was loaded is loaded again. */
  void goOnFrom(PriorRuntime prior) {
    if (prior.wasLoaded()) {
      startLoad();
    }
  }

  /** Starts the load unless it was started, or nothing can be done with the thread any more. */
  void startLoad() {
    writer.run(() -> {
      boolean isOpen = !isClosed && !isDeleted && !isSuspended;
      if (isOpen && writer.loadState() == LoadState.NOT_LOADED) {
        loader.whenLoaded(() -> {}, failure -> {});
      }
    });
  }

  /**
   * Does something with the loaded thread, unless it takes no commands any more or cannot be
   * loaded.
   */
  void whenLoaded(Runnable action) {
    writer.run(() -> {
      if (!isClosed && !isDeleted) {
        loader.whenLoaded(action, failure -> {});
      }
    });
  }

  /** Returns whether the history can do something. */
  boolean historyCan(ThreadHistoryAdapter.Capability ability) {
    return historyAbilities.contains(ability);
  }

  /** Returns what makes attachments of files now, or null if nothing does (rule OPT-6). */
  @Nullable
  AttachmentAdapter attachmentAdapter() {
    AttachmentAdapter explicit = env.adapters().attachments();
    return explicit != null ? explicit : suppliedAttachments;
  }

  // ---- idleness

  /** Adds something that outlasts a command; called while the rooms are made. */
  void addResource(ThreadResource resource) {
    resources.add(resource);
  }

  /** Returns whether nothing happens here, and nothing is lost if this goes (rule LIST-20). */
  boolean isIdle() {
    return active == null
        && writer.loadState() != LoadState.LOADING
        && queue.isEmpty()
        && store.isSettled()
        && writer.unsaved().isEmpty()
        && !writer.notifier().hasLastingListeners()
        && resources.stream().noneMatch(ThreadResource::isInUse);
  }

  /** Returns what this leaves to the next live runtime of the thread. */
  PriorRuntime asPrior() {
    RuntimeOptions own = options.equals(env.options()) ? null : options;
    boolean wasUsed = writer.loadState() != LoadState.NOT_LOADED;
    return new PriorRuntime(writer.lastSequence(), own, wasUsed);
  }

  // ---- options

  /** Returns the options that the next run has. */
  RuntimeOptions options() {
    return options;
  }

  void options(RuntimeOptions replacement) {
    options = replacement;
  }

  // ---- the active run

  @Nullable
  LiveRun active() {
    return active;
  }

  /** Returns the active run if it is on a message. */
  @Nullable
  LiveRun runOn(MessageId messageId) {
    LiveRun run = active;
    return run != null && messageId.equals(run.messageId) ? run : null;
  }

  void begin(LiveRun run) {
    active = run;
    writer.touch();
  }

  /** Says that a run is not the active one any more, if it was. */
  void release(LiveRun run) {
    if (active == run) {
      active = null;
      env.slots().give();
      writer.touch();
    }
    if (run.deadline != null) {
      run.deadline.cancel();
      run.deadline = null;
    }
  }

  /** Cancels the active run; without one, the paused message at the head; else does nothing. */
  void cancelRun() {
    writer.run(() -> {
      checkWritable("cancelRun");
      if (active != null) {
        cancelWhatIsThere();
      } else if (!isClosed && !isDeleted) {
        loader.whenLoaded(this::cancelWhatIsThere, failure -> {});
      }
    });
  }

  /** Cancels the active run, which the load may have started; else a paused message at the head. */
  private void cancelWhatIsThere() {
    LiveRun run = active;
    MessageId head = writer.tree().head();
    if (run != null) {
      ending.cancel(run, true);
    } else if (head != null && writer.message(head).isPaused()) {
      ending.cancelPausedMessage(head, true);
    }
  }

  /** Returns whether {@link #cancelRun} has something to cancel (rule COMP-2). */
  boolean canCancel() {
    return writer.apply(() -> {
      MessageId head = writer.tree().head();
      return active != null || (head != null && writer.message(head).isPaused());
    });
  }

  // ---- the tree

  /** Adds a message, shows it as the last one, and has it wait to be stored (rule SEND-3). */
  void addAndSelect(MessageItem item, @Nullable RunId runId) {
    Message message = item.message();
    writer.tree().add(item);
    writer.tree().setHead(message.id());
    calls.addAll(message);
    store.expect(message.id());
    writer.announceAdded(item, SaveState.PENDING, runId);
    suggestions.clear();
  }

  /** Returns whether a message has a call that waits for a human. */
  boolean hasPendingCall(@Nullable MessageId id) {
    if (id == null || !writer.tree().contains(id)) {
      return false;
    }
    Message message = writer.message(id);
    return message.isPaused() && PendingCalls.anyIn(message);
  }

  // ---- another writer

  /** Another writer came first: nothing goes on until the thread is loaded again (rule HIST-15). */
  private void conflicted(Throwable conflict) {
    loader.lost(conflict);
    queue.continuations().forEach(waiting -> ending.cancel(waiting, true));
    LiveRun run = active;
    boolean isUnsent = run != null && run.kind == RunKind.NEW && run.messageId == null;
    if (run != null && !isUnsent) {
      // One without a message fails with the write that would have stored it.
      ending.cancel(run, true);
    }
  }

  // ---- whether commands are taken

  void delete() {
    isDeleted = true;
  }

  /** Takes commands again: the thread could not be deleted. */
  void undoDelete() {
    writer.run(() -> isDeleted = false);
  }

  /** Refuses commands until the list of a new adapter has come (rule LIST-23). */
  void suspend() {
    writer.run(() -> isSuspended = true);
  }

  /** Takes commands again: the new list names the thread. */
  void resume() {
    writer.run(() -> isSuspended = false);
  }

  /** Lets the thread be read, and refuses every command (rule OPT-10). */
  void readOnly() {
    isReadOnly = true;
    capabilities = capabilities();
  }

  /** Refuses every command from now on. */
  void refuseCommands() {
    isClosed = true;
  }

  /** Says that the model context changed. */
  void contextChanged() {
    writer.run(() -> {
      if (!isClosed) {
        writer.emit(ThreadEvent.ModelContextChanged::new);
      }
    });
  }

  /** Says that an adapter is there that was not, or the other way round (rule OPT-5). */
  void adaptersChanged() {
    writer.run(() -> {
      Set<Capability> now = capabilities();
      if (!isClosed && !now.equals(capabilities)) {
        capabilities = now;
        writer.emit(header -> new ThreadEvent.CapabilitiesChanged(header, now));
      }
    });
  }

  /** Returns whether the last event was emitted. */
  boolean isOver() {
    return closing.isOver();
  }

  /** Returns whether commands are taken: the thread is neither deleted nor about to close. */
  boolean takesCommands() {
    return !isClosed && !isDeleted && !isSuspended;
  }

  boolean isDeleted() {
    return isDeleted;
  }

  /**
   * Refuses a command that the thread cannot take.
   *
   * @throws ReadOnlyException if the thread can only be read
   * @throws RuntimeClosedException after close
   * @throws ThreadClosedException once the thread is deleted
   * @throws ThreadNotLoadedException while its load has failed
   */
  void check(String command) {
    checkOpen(command);
    if (writer.loadState() == LoadState.LOAD_FAILED) {
      ErrorInfo error = writer.loadError();
      throw new ThreadNotLoadedException(
          key, error == null ? null : new ChatRuntimeException(error));
    }
  }

  /**
   * Refuses a command that the thread cannot take, whether it is loaded or not.
   *
   * @throws ReadOnlyException if the thread can only be read
   * @throws RuntimeClosedException after close
   * @throws ThreadClosedException once the thread is deleted
   * @throws AdapterReplacedException while it is not known whether the list still has the thread
   */
  void checkOpen(String command) {
    checkWritable(command);
    if (isClosed) {
      throw new RuntimeClosedException(command);
    }
    if (isDeleted) {
      throw new ThreadClosedException(key);
    }
    if (isSuspended) {
      throw new AdapterReplacedException(command);
    }
  }

  /**
   * Refuses a command that answers at once, and so cannot wait for the load as others do (rule
   * LOAD-2); starts the load.
   *
   * @throws ThreadNotLoadedException while the thread is not loaded
   */
  void checkLoaded(String command) {
    check(command);
    if (writer.loadState() != LoadState.LOADED) {
      loader.whenLoaded(() -> {}, failure -> {});
      throw ThreadNotLoadedException.whileLoading(key);
    }
  }

  /**
   * Refuses a command on a thread that can only be read.
   *
   * @throws ReadOnlyException if it can only be read
   */
  void checkWritable(String command) {
    if (isReadOnly) {
      throw new ReadOnlyException(command);
    }
  }

  RunId newRunId() {
    return new RunId(env.ids().next("run"));
  }

  MessageId newMessageId() {
    MessageId id = new MessageId(env.ids().next("msg"));
    while (writer.tree().contains(id)) {
      id = new MessageId(env.ids().next("msg"));
    }
    return id;
  }

  // ---- what a snapshot shows beside the tree

  private void addToSnapshot(ThreadState.Builder builder) {
    builder
        .activeRun(shownRun())
        .queue(queue.view())
        .isQueuePaused(queue.isPaused())
        .capabilities(capabilities)
        .suggestions(suggestions.shown())
        .speech(speech.shown())
        .voice(voice.shown());
  }

  /** Returns the active run, as the same object while nothing changed (rule EVT-10). */
  private @Nullable ActiveRun shownRun() {
    LiveRun run = active;
    ActiveRun now = run == null ? null : new ActiveRun(run.id(), run.messageId);
    if (!Objects.equals(now, shownRun)) {
      shownRun = now;
    }
    return shownRun;
  }

  private Set<Capability> capabilities() {
    if (isReadOnly) {
      return Set.of(Capability.COPY);
    }
    Set<Capability> now = EnumSet.of(
        Capability.SWITCH_TO_BRANCH,
        Capability.SWITCH_BRANCH_DURING_RUN,
        Capability.EDIT,
        Capability.RELOAD,
        Capability.REFETCH_THREAD,
        Capability.CANCEL,
        Capability.COPY,
        Capability.QUEUE);
    if (historyAbilities.contains(ThreadHistoryAdapter.Capability.DELETE)) {
      now.add(Capability.DELETE);
    }
    env.adapters().addTo(now);
    if (attachmentAdapter() != null) {
      now.add(Capability.ATTACHMENTS);
    }
    return Set.copyOf(now);
  }
}
