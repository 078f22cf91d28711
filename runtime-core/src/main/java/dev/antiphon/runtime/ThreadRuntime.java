package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.context.ModelContext;
import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ThreadKey;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.thread.Suggestion;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.thread.ThreadListItem;
import dev.antiphon.thread.ThreadSnapshot;
import dev.antiphon.thread.ThreadState;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tool.ToolResult;
import dev.antiphon.tree.BranchDirection;
import dev.antiphon.tree.DeleteMode;
import dev.antiphon.tree.ExportedThread;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a conversation: what it shows, and the commands on it.
 *
 * <p><b>Promise.</b> A command never blocks on I/O; when it returns, {@link #state()} shows its
 * effect (of a delete: when its stage completes). A refused command changes nothing. On a thread
 * that is not loaded yet, this holds from the end of the load, and a refusal is then that of the
 * stage or run (rules OPT-8 and OPT-9).
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, listeners included. Stages complete,
 * and listeners are called, on threads of the runtime.
 *
 * <p>Every command throws {@code RuntimeClosedException} after close, {@code ThreadClosedException}
 * on a deleted thread, and {@code ThreadNotLoadedException} while the load has failed.
 */
public final class ThreadRuntime {

  private final LiveThread live;
  private final Composer composer;

  ThreadRuntime(LiveThread live) {
    this.live = live;
    this.composer = new Composer(live);
  }

  /** Returns which thread it is. */
  public ThreadKey key() {
    return live.key();
  }

  /**
   * Returns the thread as the list shows it; its status is {@code DELETED} once it is gone (rule
   * LIST-18). Of a thread that the list has not met yet it is {@code NEW}.
   */
  public ThreadListItem item() {
    return live.home().itemOf(live);
  }

  /** Returns the thread as it is now; never waits for I/O. */
  public ThreadState state() {
    return live.use(thread -> thread.writer.state());
  }

  /** Returns the options that the next run has. */
  public RuntimeOptions options() {
    return live.use(thread -> thread.writer.apply(thread::options));
  }

  /**
   * Returns the thread with all its branches as it is now. Never waits for I/O; costs the size of
   * the thread, so listeners that follow a thread ask for it once.
   */
  public ThreadSnapshot snapshot() {
    return live.use(thread -> thread.treeCommands.snapshot());
  }

  /**
   * Sets the options of this thread. They take effect with the next run; a reply under way keeps
   * those it began with, and no queued message or draft is dropped (rule OPT-3). What concerns the
   * runtime as a whole stays as it was built: {@code owner}, {@code eventBuffer},
   * {@code maxActiveRuns}, {@code titleWhen}, {@code idleThreadTimeout}, {@code closeMode} and
   * {@code closeDeadline}.
   *
   * @param options the options
   */
  public void setOptions(RuntimeOptions options) {
    requireNonNull(options, "options");
    live.run(thread -> thread.writer.run(() -> {
      thread.check("setOptions");
      thread.options(options);
    }));
  }

  // ---- listening

  /**
   * Listens to events: a snapshot first, then everything after it (rule EVT-6).
   *
   * @param listener called one event at a time, in order, outside every lock
   * @return ends the membership
   */
  public Subscription subscribe(Consumer<? super ThreadEvent> listener) {
    requireNonNull(listener, "listener");
    return live.use(thread -> touching(thread.writer.subscribe(listener)));
  }

  /**
   * Listens to events from a sequence number on, if the runtime still has them; else starts with a
   * snapshot.
   *
   * @param fromSequence the first event wanted
   * @param listener called one event at a time, in order, outside every lock
   * @return ends the membership
   */
  public Subscription subscribe(long fromSequence, Consumer<? super ThreadEvent> listener) {
    requireNonNull(listener, "listener");
    return live.use(thread -> touching(thread.writer.subscribe(fromSequence, listener)));
  }

  /**
   * Listens to the newest state; intermediate ones may be skipped, the last one never is (rule
   * EVT-5).
   *
   * @param listener called one state at a time, outside every lock
   * @return ends the membership
   */
  public Subscription onState(Consumer<? super ThreadState> listener) {
    requireNonNull(listener, "listener");
    return live.use(thread -> touching(thread.writer.subscribeToState(listener)));
  }

  /**
   * Listens to the text of replies as it grows.
   *
   * @param listener called with each piece of text
   * @return ends the membership
   */
  public Subscription onText(Consumer<? super String> listener) {
    requireNonNull(listener, "listener");
    return subscribe(event -> {
      if (event instanceof ThreadEvent.TextDelta delta) {
        listener.accept(delta.delta());
      }
    });
  }

  /** The thread is not idle before some time has passed since its last listener left. */
  private Subscription touching(Subscription subscription) {
    return () -> {
      subscription.close();
      live.touch();
    };
  }

  // ---- writing

  /** Returns where messages are written before they are sent; always the same one. */
  public Composer composer() {
    return composer;
  }

  /**
   * Opens an editor on a message (rules EDIT-1 and EDIT-2). Several messages may be edited at a
   * time.
   *
   * @param id the message
   * @return its editor
   * @throws dev.antiphon.message.UnknownMessageException if there is no such message
   * @throws dev.antiphon.thread.EditInProgressException if it is being edited already
   * @throws dev.antiphon.thread.ThreadNotLoadedException while the thread is not loaded
   */
  public EditComposer beginEdit(MessageId id) {
    requireNonNull(id, "id");
    return live.use(thread -> thread.composers.beginEdit(live, id));
  }

  /**
   * Returns the open editor of a message.
   *
   * @param id the message
   * @return the editor; empty if the message is not being edited
   */
  public Optional<EditComposer> editor(MessageId id) {
    requireNonNull(id, "id");
    return live.use(thread -> thread.composers.editor(id));
  }

  // ---- sending and running

  /**
   * Sends a user message and runs.
   *
   * @param text the text
   * @return the run
   */
  public Run send(String text) {
    return send(MessageInput.text(text), SendOptions.DEFAULTS);
  }

  /**
   * Sends a message and runs (rules SEND-1 to SEND-14).
   *
   * @param message the message
   * @param options where it goes, and what to do when the thread is busy
   * @return the run; that of an earlier send with the same idempotency key and equal content
   * @throws dev.antiphon.message.InvalidMessageException if the message is not valid
   * @throws dev.antiphon.message.UnknownMessageException if the parent does not exist
   * @throws dev.antiphon.message.DuplicateMessageException if the message has an id that is in use
   * @throws dev.antiphon.thread.ThreadBusyException if the thread is busy and the options say
   *     REJECT
   * @throws dev.antiphon.run.DuplicateSendException if the key was used with other content
   * @throws dev.antiphon.run.OverloadedException if too many runs are active
   */
  public Run send(MessageInput message, SendOptions options) {
    return live.use(thread -> {
      thread.checkWritable("send");
      return thread.starter.send(message.toMessage(thread.completion), options);
    });
  }

  /**
   * Adds a message without a run.
   *
   * @param message the message
   * @return ends when it is stored; with {@code MessageNotSentException} if it cannot be
   */
  public CompletionStage<Void> append(MessageInput message) {
    return append(message, SendOptions.DEFAULTS);
  }

  /**
   * Adds a message without a run.
   *
   * @param message the message
   * @param options where it goes
   * @return ends when it is stored; with {@code MessageNotSentException} if it cannot be
   */
  public CompletionStage<Void> append(MessageInput message, SendOptions options) {
    return live.use(thread -> {
      thread.checkWritable("append");
      return thread.treeCommands.append(message.toMessage(thread.completion), options);
    });
  }

  /**
   * Sends another version of a message: a sibling below the same parent (rule EDIT-3).
   *
   * @param id the message that is edited; it stays as a branch
   * @param message the new version
   * @return the run
   * @throws dev.antiphon.message.UnknownMessageException if there is no such message
   */
  public Run edit(MessageId id, MessageInput message) {
    return edit(id, message, SendOptions.DEFAULTS);
  }

  /**
   * Sends another version of a message: a sibling below the same parent (rule EDIT-3).
   *
   * @param id the message that is edited; it stays as a branch
   * @param message the new version
   * @param options what to do when the thread is busy, the steps and the run config; the parent is
   *     that of the message
   * @return the run
   * @throws dev.antiphon.message.UnknownMessageException if there is no such message
   */
  public Run edit(MessageId id, MessageInput message, SendOptions options) {
    SendOptions sibling = options.toBuilder().sourceId(id).build();
    return live.use(thread -> {
      thread.checkWritable("edit");
      return thread.starter.edit(id, message.toMessage(thread.completion), sibling);
    });
  }

  /**
   * Makes a new assistant message below any message (rule RUN-7).
   *
   * @param parentId the message to reply to, or {@code null} for a root
   * @return the run
   * @throws dev.antiphon.message.UnknownMessageException if the parent does not exist
   */
  public Run startRun(@Nullable MessageId parentId) {
    return startRun(parentId, SendOptions.DEFAULTS);
  }

  /**
   * Makes a new assistant message below any message.
   *
   * @param parentId the message to reply to, or {@code null} for a root
   * @param options what to do when the thread is busy, the steps and the run config
   * @return the run
   */
  public Run startRun(@Nullable MessageId parentId, SendOptions options) {
    return live.use(thread -> thread.starter.startRun(parentId, options, null));
  }

  /**
   * Makes a new assistant message whose first step is asked of another source (rule RUN-10).
   *
   * @param parentId the message to reply to, or {@code null} for a root
   * @param source asked in place of the model for the first step
   * @return the run
   */
  public Run resumeRun(@Nullable MessageId parentId, ChatModelAdapter source) {
    return resumeRun(parentId, source, SendOptions.DEFAULTS);
  }

  /**
   * Makes a new assistant message whose first step is asked of another source.
   *
   * @param parentId the message to reply to, or {@code null} for a root
   * @param source asked in place of the model for the first step
   * @param options what to do when the thread is busy, the steps and the run config
   * @return the run
   */
  public Run resumeRun(@Nullable MessageId parentId, ChatModelAdapter source, SendOptions options) {
    return live.use(
        thread -> thread.starter.startRun(parentId, options, requireNonNull(source, "source")));
  }

  /**
   * Makes a reply anew; the old one stays as a branch (rule RUN-7).
   *
   * @param id the assistant message
   * @return the run
   * @throws dev.antiphon.message.NotAnAssistantMessageException if it is another role's
   */
  public Run reload(MessageId id) {
    return reload(id, SendOptions.DEFAULTS);
  }

  /**
   * Makes a reply anew; the old one stays as a branch.
   *
   * @param id the assistant message
   * @param options what to do when the thread is busy, the steps and the run config
   * @return the run
   */
  public Run reload(MessageId id, SendOptions options) {
    return live.use(thread -> thread.starter.reload(id, options));
  }

  /**
   * Goes on with a message that was interrupted, stopped at the step limit, or is paused with
   * nothing pending (rule CONT-24). Of a thread that is not loaded yet, the run waits for the load;
   * if it is refused then, it ends as not sent.
   *
   * @param id the assistant message
   * @return the run
   * @throws dev.antiphon.run.RunNotPossibleException if it cannot be continued
   */
  public Run continueRun(MessageId id) {
    return continueRun(id, SendOptions.DEFAULTS);
  }

  /**
   * Goes on with a message that was interrupted, stopped at the step limit, or is paused with
   * nothing pending.
   *
   * @param id the assistant message
   * @param options what to do when the thread is busy, and the steps; the rest is the message's
   * @return the run
   * @throws dev.antiphon.run.RunNotPossibleException if it cannot be continued
   */
  public Run continueRun(MessageId id, SendOptions options) {
    return live.use(thread -> thread.human.continueRun(id, options));
  }

  /** Cancels the active run; without one, the paused message at the head; else does nothing. */
  public void cancelRun() {
    live.run(Conversation::cancelRun);
  }

  /** Returns the sends that wait for their turn, to be changed while they wait. */
  public MessageQueue queue() {
    return new MessageQueue(live);
  }

  /** Lets a paused queue go on (rule QUEUE-5). */
  public void resumeQueue() {
    queue().resume();
  }

  // ---- tools and approvals

  /** Returns the open gates, oldest first, on any branch. */
  public List<PendingApproval> pendingApprovals() {
    return live.use(thread -> thread.gates.pending());
  }

  /**
   * Decides on a gate (rules APPR-3 to APPR-10). The same decision again does nothing.
   *
   * @param id the gate
   * @param response the decision
   * @return the run that continues, if one starts; there at once if the thread is loaded
   * @throws dev.antiphon.tool.UnknownApprovalException if there is no such gate
   * @throws dev.antiphon.tool.ApprovalClosedException if it is closed
   * @throws dev.antiphon.tool.ApprovalConflictException if it has another decision
   * @throws dev.antiphon.tool.StaleApprovalException if the response is for other arguments
   * @throws dev.antiphon.tool.InvalidArgumentsException if edited arguments are not valid
   * @throws dev.antiphon.tool.UnknownApprovalOptionException if the option is not offered
   */
  public CompletionStage<Optional<Run>> respondToToolApproval(
      ApprovalId id, ApprovalResponse response) {
    return live.use(thread -> thread.approvals.respond(id, requireNonNull(response, "response")));
  }

  /**
   * Gives a call its result (rules TOOL-18 and TOOL-19). An equal result again does nothing.
   *
   * @param messageId the assistant message
   * @param toolCallId the call
   * @param result the result
   * @return the run that continues, if one starts; there at once if the thread is loaded
   * @throws dev.antiphon.message.UnknownToolCallException if there is no such call
   * @throws dev.antiphon.message.ToolResultConflictException if it has another result
   */
  public CompletionStage<Optional<Run>> addToolResult(
      MessageId messageId, ToolCallId toolCallId, ToolResult result) {
    requireNonNull(toolCallId, "toolCallId");
    return live.use(thread -> thread.human.addToolResult(
        messageId, message -> Calls.find(message, toolCallId), requireNonNull(result, "result")));
  }

  /**
   * Gives a call its result, as above.
   *
   * @param messageId the assistant message
   * @param partIndex the call's index in the content of the message
   * @param result the result
   * @return the run that continues, if one starts; there at once if the thread is loaded
   * @throws dev.antiphon.message.UnknownToolCallException if there is no call at that index
   * @throws dev.antiphon.message.ToolResultConflictException if it has another result
   */
  public CompletionStage<Optional<Run>> addToolResult(
      MessageId messageId, int partIndex, ToolResult result) {
    return live.use(thread -> thread.human.addToolResult(
        messageId, message -> message.toolCall(partIndex), requireNonNull(result, "result")));
  }

  /**
   * Answers what a tool asked a human (rules TOOL-21 and TOOL-25).
   *
   * @param toolCallId the call that asks
   * @param payload the answer: any JSON
   * @return whether it asked; there at once if the thread is loaded
   */
  public CompletionStage<Boolean> resumeToolCall(ToolCallId toolCallId, @Nullable Object payload) {
    return live.use(thread -> thread.human.resumeToolCall(toolCallId, payload));
  }

  /**
   * Reads all providers and returns what a step of this thread that starts now would tell its model
   * (rule CTX-1), with what is supplied for this thread alone.
   *
   * @throws dev.antiphon.error.ChatRuntimeException naming the provider that failed
   */
  public ModelContext modelContext() {
    return live.use(thread -> thread.contexts.merged());
  }

  // ---- branches

  /**
   * Returns all siblings of a message, itself included, in order.
   *
   * @param id the message
   * @throws dev.antiphon.message.UnknownMessageException if there is no such message
   */
  public List<MessageId> branches(MessageId id) {
    return live.use(
        thread -> thread.treeCommands.read(() -> thread.writer.tree().branches(id)));
  }

  /**
   * Returns a message of any branch.
   *
   * @param id the message
   * @throws dev.antiphon.message.UnknownMessageException if there is no such message
   */
  public Message message(MessageId id) {
    return live.use(thread -> thread.treeCommands.read(() -> thread.writer.message(id)));
  }

  /**
   * Returns a message of the selected branch.
   *
   * @param index its place, from 0
   * @throws dev.antiphon.message.UnknownMessageException if there is no such place
   */
  public Message message(int index) {
    return state().view(index).message();
  }

  /**
   * Shows the branch of a message, down to the leaf shown last (rule TREE-7).
   *
   * @param id the message
   * @return ends when it is done
   */
  public CompletionStage<Void> switchToBranch(MessageId id) {
    return live.use(thread -> thread.treeCommands.switchToBranch(id));
  }

  /**
   * Shows the branch beside a message (rule TREE-9).
   *
   * @param id the message
   * @param direction which way
   * @return ends when it is done
   * @throws dev.antiphon.tree.NoSuchBranchException if there is no branch that way
   */
  public CompletionStage<Void> switchToBranch(MessageId id, BranchDirection direction) {
    requireNonNull(direction, "direction");
    return live.use(thread -> thread.treeCommands.moveHead(
        "switchToBranch", () -> thread.writer.tree().switchToBranch(id, direction, null)));
  }

  /**
   * Makes a message the last visible one; nothing is deleted (rule TREE-5).
   *
   * @param id the message, or {@code null} to show nothing
   * @return ends when it is done
   */
  public CompletionStage<Void> setHead(@Nullable MessageId id) {
    return live.use(thread -> thread.treeCommands.setHead(id));
  }

  /**
   * Deletes a message; its children move up.
   *
   * @param id the message
   * @return ends when the history has accepted it and the tree has changed; with
   *     {@code HistoryWriteException} if it did not
   */
  public CompletionStage<Void> delete(MessageId id) {
    return delete(id, DeleteMode.KEEP_CHILDREN);
  }

  /**
   * Deletes a message.
   *
   * @param id the message
   * @param mode what happens to its children
   * @return ends when the history has accepted it and the tree has changed; with
   *     {@code HistoryWriteException} if it did not
   */
  public CompletionStage<Void> delete(MessageId id, DeleteMode mode) {
    return live.use(thread -> thread.removal.delete(id, mode));
  }

  /**
   * Moves a message, with all below it, under another parent (rule TREE-21).
   *
   * @param id the message
   * @param newParent the parent, or {@code null} to make it a root
   * @return ends when the history has accepted it and the tree has changed
   */
  public CompletionStage<Void> reparent(MessageId id, @Nullable MessageId newParent) {
    return live.use(thread -> thread.removal.reparent(id, newParent));
  }

  /**
   * Replaces the application's own metadata of a message; never disturbs a run (rule RUN-21).
   *
   * @param id the message
   * @param custom a JSON object
   * @return ends when it is done
   */
  public CompletionStage<Void> updateCustom(MessageId id, Map<String, ?> custom) {
    return live.use(thread -> thread.treeCommands.updateCustom(id, custom));
  }

  // ---- suggestions

  /**
   * Returns what the application suggests where nothing was said yet: to be shown while the thread
   * {@code isEmpty()}. What follows on a reply is in {@code ThreadState.suggestions()}.
   */
  public List<Suggestion> welcomeSuggestions() {
    return live.use(thread -> thread.env.welcomeSuggestions());
  }

  /**
   * Sends a suggestion that somebody chose, and clears text and quote of the composer (rule
   * SUGG-5). While the thread is busy, it waits in the queue, and the composer stays as it is.
   *
   * @param suggestion what was chosen
   * @return the run
   */
  public Run send(Suggestion suggestion) {
    return send(suggestion, true);
  }

  /**
   * Sends a suggestion that somebody chose; to write it into the composer in its place, see
   * {@link Composer#replaceText} and {@link Composer#appendText}.
   *
   * @param suggestion what was chosen
   * @param clearsComposer whether text and quote of the composer go, if it need not wait
   * @return the run
   */
  public Run send(Suggestion suggestion, boolean clearsComposer) {
    requireNonNull(suggestion, "suggestion");
    return live.use(thread -> thread.composers.send(suggestion, clearsComposer));
  }

  // ---- feedback

  /**
   * Marks a message, at any time and as often as one likes (rules FEED-1 to FEED-3). An assistant
   * message shows the mark at once and is stored with it; of another one only the adapter is told.
   *
   * @param id the message
   * @param feedback the mark
   * @return ends when the adapter has taken it; with what it threw if it did not: the message shows
   *     its former mark again then, unless a newer one was given
   * @throws dev.antiphon.thread.FeatureUnavailableException if there is no adapter
   * @throws dev.antiphon.message.UnknownMessageException if there is no such message
   */
  public CompletionStage<Void> submitFeedback(MessageId id, Feedback feedback) {
    requireNonNull(feedback, "feedback");
    return live.use(thread -> thread.feedback.submit(id, feedback));
  }

  /**
   * Takes the mark of a message back, as {@link #submitFeedback} gives it.
   *
   * @param id the message
   * @return ends when the adapter has been told; with what it threw if it failed
   * @throws dev.antiphon.thread.FeatureUnavailableException if there is no adapter
   * @throws dev.antiphon.message.UnknownMessageException if there is no such message
   */
  public CompletionStage<Void> withdrawFeedback(MessageId id) {
    return live.use(thread -> thread.feedback.submit(id, null));
  }

  // ---- speech and voice

  /**
   * Reads a message aloud, in place of what is read now (rules SPEECH-1 to SPEECH-5). Where that
   * stands is told by {@code ThreadState.speech()} and {@code SpeechChanged}.
   *
   * @param id the message; its text parts are read, as far as they are written
   * @return ends when the adapter has begun, or it was stopped before; with what the adapter threw
   *     if it could not begin
   * @throws dev.antiphon.thread.FeatureUnavailableException if there is no adapter
   * @throws dev.antiphon.message.UnknownMessageException if there is no such message
   */
  public CompletionStage<Void> speak(MessageId id) {
    requireNonNull(id, "id");
    return live.use(thread -> thread.speech.speak(id));
  }

  /**
   * Stops reading aloud.
   *
   * @throws dev.antiphon.thread.NoActiveSessionException if nothing is read
   */
  public void stopSpeaking() {
    live.run(thread -> thread.speech.stopSpeaking(null));
  }

  /**
   * Stops reading a message aloud.
   *
   * @param id the message
   * @throws dev.antiphon.thread.NoActiveSessionException if nothing is read, or another message
   */
  public void stopSpeaking(MessageId id) {
    requireNonNull(id, "id");
    live.run(thread -> thread.speech.stopSpeaking(id));
  }

  /** Returns the voice session of the thread: to connect, to mute, to disconnect. */
  public VoiceControls voice() {
    return new VoiceControls(live);
  }

  // ---- the thread as a whole

  /** Returns the whole thread as a value (rule TREE-19). */
  public ExportedThread export() {
    return live.use(thread -> thread.treeCommands.export());
  }

  /**
   * Replaces the thread, all or nothing; an import never executes anything (rules TREE-15 to
   * TREE-18).
   *
   * @param imported the thread
   * @return ends when it is done in memory; storage follows
   * @throws dev.antiphon.tree.ImportException listing every problem
   * @throws dev.antiphon.thread.FeatureUnavailableException if the history cannot delete what is
   *     stored
   */
  public CompletionStage<Void> importThread(ExportedThread imported) {
    return importThread(imported, ImportOptions.DEFAULTS);
  }

  /**
   * Replaces the thread, all or nothing; an import never executes anything.
   *
   * @param imported the thread
   * @param options whether it is stored
   * @return ends when it is done in memory; storage follows if it is to be stored
   * @throws dev.antiphon.tree.ImportException listing every problem
   * @throws dev.antiphon.thread.FeatureUnavailableException if it is to be stored and the history
   *     cannot delete what is stored
   */
  public CompletionStage<Void> importThread(ExportedThread imported, ImportOptions options) {
    return live.use(thread -> thread.treeCommands.importThread(imported, options.isStored()));
  }

  /**
   * Empties the thread (rule TREE-20).
   *
   * @return ends when it is done in memory; storage follows
   */
  public CompletionStage<Void> reset() {
    return reset(List.of());
  }

  /**
   * Replaces the thread by one chain of messages (rule TREE-20).
   *
   * @param messages the messages; none empties the thread
   * @return ends when it is done in memory; storage follows
   */
  public CompletionStage<Void> reset(List<MessageInput> messages) {
    return live.use(thread -> {
      thread.checkWritable("reset");
      List<Message> complete =
          messages.stream().map(input -> input.toMessage(thread.completion)).toList();
      return importThread(ExportedThread.chain(complete));
    });
  }

  /**
   * Loads the thread unless it is loaded; returns what ends when it is, or with why it cannot be.
   */
  public CompletionStage<Void> load() {
    return live.use(thread -> thread.loader.load());
  }

  /** Tries a failed load again (rule LOAD-3). */
  public CompletionStage<Void> retryLoad() {
    return live.use(thread -> thread.loader.retryLoad());
  }

  /**
   * Loads again and replaces the thread if that succeeds (rule LOAD-9).
   *
   * @return ends when it is done
   * @throws dev.antiphon.thread.ThreadBusyException during a run, or with queued or unsaved
   *     messages
   */
  public CompletionStage<Void> refetch() {
    return live.use(thread -> thread.loader.refetch());
  }

  /** Stores what the load repaired (rule LOAD-5). */
  public CompletionStage<Void> storeRepairs() {
    return live.use(thread -> thread.loader.storeRepairs());
  }

  LiveThread live() {
    return live;
  }

  @Override
  public String toString() {
    return "ThreadRuntime[" + live.key() + "]";
  }
}
