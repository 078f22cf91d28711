package dev.antiphon.runtime;

import dev.antiphon.error.ChatRuntimeException;
import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.RunId;
import dev.antiphon.message.Status;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.port.ThreadHistoryAdapter;
import dev.antiphon.run.PendingCalls;
import dev.antiphon.thread.ActiveRun;
import dev.antiphon.thread.Capability;
import dev.antiphon.thread.LoadState;
import dev.antiphon.thread.RuntimeClosedException;
import dev.antiphon.thread.ThreadClosedException;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadNotLoadedException;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tree.MessageItem;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one thread, and the little that they share: which run is active, what each message
 * was made with, whether the thread still takes commands. Everything that changes is changed under
 * {@link #writer}.
 */
final class Conversation {

  final Environment env;
  final ThreadKey key;
  final ThreadWriter writer;
  final StoreQueue store;
  final CallIndex calls = new CallIndex();
  final RunQueue queue;
  final RunStarter starter;
  final StepLoop steps;
  final ToolExecution tools;
  final RunEnding ending;
  final HumanInput human;
  final GateKeeper gates;
  final Approvals approvals;
  final ThreadLoader loader;
  final TreeCommands treeCommands;

  /** What was sent by idempotency key (rule SEND-13). */
  final Map<String, KeyedSend> sendsByKey = new HashMap<>();

  /** A message that was sent with a key, and its run. */
  record KeyedSend(Message message, Run run) {}

  /** Steps since the last human input of messages that are paused (rule RUN-26). */
  final Map<MessageId, Integer> stepsSinceHuman = new HashMap<>();

  private @Nullable LiveRun active;
  private boolean isDeleted;
  private boolean isClosed;

  Conversation(Environment env, ThreadKey key, boolean isNew) {
    this.env = env;
    this.key = key;
    this.writer = new ThreadWriter(env, key);
    this.store = new StoreQueue(env, key, writer, this::formToStore, this::conflicted);
    this.queue = new RunQueue(this);
    this.starter = new RunStarter(this);
    this.steps = new StepLoop(this);
    this.tools = new ToolExecution(this);
    this.ending = new RunEnding(this);
    this.human = new HumanInput(this);
    this.gates = new GateKeeper(this);
    this.approvals = new Approvals(this);
    this.loader = new ThreadLoader(this, isNew);
    this.treeCommands = new TreeCommands(this);
    writer.snapshotExtras(this::addToSnapshot);
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
    env.activeRuns().incrementAndGet();
    writer.touch();
  }

  /** Says that a run is not the active one any more, if it was. */
  void release(LiveRun run) {
    if (active == run) {
      active = null;
      env.activeRuns().decrementAndGet();
      writer.touch();
    }
    if (run.deadline != null) {
      run.deadline.cancel();
      run.deadline = null;
    }
  }

  /** Returns whether a message has a call that waits for a human. */
  boolean hasPendingCall(@Nullable MessageId id) {
    if (id == null || !writer.tree().contains(id)) {
      return false;
    }
    Message message = writer.message(id);
    return message.isPaused() && PendingCalls.anyIn(message);
  }

  // ---- what is stored of a message

  /**
   * Returns a message as it is to be stored: a pause that is not announced yet is stored (RUN-24).
   */
  private MessageItem formToStore(MessageId id) {
    MessageItem item = writer.tree().item(id);
    LiveRun run = active;
    if (run != null && run.pauseToAnnounce != null && id.equals(run.messageId)) {
      item = item.withMessage(item.message().withStatus(run.pauseToAnnounce));
    } else if (run != null && run.isActive() && id.equals(run.messageId) && run.reply != null) {
      // A message whose tools ask is shown as paused, but nothing of it outlives the process.
      item = item.withMessage(item.message().withStatus(Status.RUNNING));
    }
    return item.withMessage(Calls.withoutLive(item.message()));
  }

  /** Another writer came first: nothing goes on until the thread is loaded again (rule HIST-15). */
  private void conflicted(Throwable conflict) {
    LiveRun run = active;
    if (run != null) {
      ending.cancel(run, true);
    }
    loader.lost(conflict);
  }

  // ---- whether commands are taken

  void delete() {
    isDeleted = true;
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

  /** Emits the last event. */
  void close() {
    writer.emit(ThreadEvent.ThreadClosed::new);
  }

  boolean isDeleted() {
    return isDeleted;
  }

  /**
   * Refuses a command that the thread cannot take.
   *
   * @throws RuntimeClosedException after close
   * @throws ThreadClosedException once the thread is deleted
   * @throws ThreadNotLoadedException while its load has failed
   */
  void check(String command) {
    if (isClosed) {
      throw new RuntimeClosedException(command);
    }
    if (isDeleted) {
      throw new ThreadClosedException(key);
    }
    if (writer.loadState() == LoadState.LOAD_FAILED) {
      ErrorInfo error = writer.loadError();
      throw new ThreadNotLoadedException(
          key, error == null ? null : new ChatRuntimeException(error));
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
    LiveRun run = active;
    builder
        .activeRun(run == null ? null : new ActiveRun(run.id(), run.state(), run.messageId))
        .queue(queue.view())
        .isQueuePaused(queue.isPaused())
        .capabilities(capabilities());
  }

  private Set<Capability> capabilities() {
    Set<Capability> capabilities = EnumSet.of(
        Capability.SWITCH_TO_BRANCH,
        Capability.SWITCH_BRANCH_DURING_RUN,
        Capability.EDIT,
        Capability.RELOAD,
        Capability.REFETCH_THREAD,
        Capability.CANCEL,
        Capability.COPY,
        Capability.QUEUE);
    if (env.history().capabilities().contains(ThreadHistoryAdapter.Capability.DELETE)) {
      capabilities.add(Capability.DELETE);
    }
    return capabilities;
  }
}
