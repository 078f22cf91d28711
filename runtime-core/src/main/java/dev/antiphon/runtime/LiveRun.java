package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.RunId;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ChatModelAdapter;
import dev.antiphon.run.Reply;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunFacts;
import dev.antiphon.run.RunKind;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.run.RunReaction;
import dev.antiphon.run.RunResult;
import dev.antiphon.run.RunState;
import dev.antiphon.run.RunTable;
import dev.antiphon.run.RunTransition;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.MessageTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All that is known of one run. Confined to the writer of its thread. */
final class LiveRun implements ThreadWriter.LiveReply {

  final RunHandle handle;
  final RunKind kind;
  /** What it is to do; may be edited while it waits, and is known in full after the load. */
  RunPlan plan;

  final CancelSource cancellation;

  /** The assistant message, once there is one. */
  @Nullable
  MessageId messageId;

  /** The message that is replied to; null if the reply is a root. */
  @Nullable
  MessageId parentId;

  /** What a caller sent, once it is in the tree. */
  @Nullable
  MessageId userMessageId;

  /** The same with its place, and as it was stamped, once it was in the tree. */
  @Nullable
  MessageItem draft;

  /** What is stamped into it when it enters the tree (rule SEND-11). */
  Map<String, Object> composerMetadata = Map.of();

  /** Told if what was sent cannot be stored, so that its draft comes back (rule COMP-8). */
  Consumer<Throwable> whenNotSent = cause -> {};

  /** The options of the thread when the run began; later ones are for later runs (rule OPT-3). */
  RuntimeOptions options;

  /** The tree that it entered, once it has; an import puts another one in its place. */
  @Nullable
  MessageTree enteredIn;

  /** The head before the run moved it, if it did. */
  @Nullable
  MessageId headBefore;

  boolean movedHead;
  boolean isCheckpointDue;

  /** Where it waits, or waited, if it did. */
  @Nullable
  QueueEntry queueEntry;

  @Nullable
  Reply reply;

  @Nullable
  StepWriter writer;

  @Nullable
  ToolCalls calls;

  /** Steps since the last human input (rule RUN-26). */
  int stepsSinceHuman;

  /** Where the next decision of a continuation rule leads. */
  RunState decided = RunState.FINISHING;

  /** The status of a pause that is being stored and is not announced yet (rule RUN-24). */
  @Nullable
  Status pauseToAnnounce;

  /** Whether its time was over before the model could be called. */
  boolean isOverdue;

  /** Whether a thread that ignores cancellation was reported already (rule RUN-17). */
  boolean isLeakReported;

  /** The model of the runtime when the run began: it ends on it (rule OPT-4). */
  @Nullable
  ChatModelAdapter model;

  /** The class of the adapter that was called last. */
  String adapterName = "";

  /** How long the reply is by now, in bytes (option maxReplyBytes). */
  long replyBytes;

  boolean isCancelledWhilePreparing;
  boolean isMessagePaused;

  @Nullable
  RunOutcome outcome;

  @Nullable
  ErrorInfo modelError;

  @Nullable
  Throwable modelFailure;

  boolean isSaved = true;

  /** The message at the visible end, and the tree that it stood in. */
  @Nullable
  Message endedAs;

  @Nullable
  MessageTree endedIn;

  /** Which of its last writes counts: a cancel may come while a pause is being stored. */
  int lastWrite;

  long startedMillis;

  /** When the adapter wrote first, 0 if it has not. */
  long firstWriteMillis;

  /** What was measured of the message before this run. */
  @Nullable
  MessageTiming timingBefore;

  /** What the adapter reported. */
  @Nullable
  MessageTiming reportedTiming;

  /** The threads of adapters that have not come back. */
  int adaptersOut;

  /** Ends when the run may not go on any longer. */
  Timer.@Nullable Scheduled deadline;

  private RunState state = RunState.QUEUED;
  private final List<Step> steps = new ArrayList<>();
  private final List<ErrorInfo> historyErrors = new ArrayList<>();

  LiveRun(
      RunHandle handle,
      RunKind kind,
      RunPlan plan,
      CancelSource cancellation,
      RuntimeOptions options) {
    this.options = options;
    this.handle = handle;
    this.kind = kind;
    this.plan = plan;
    this.cancellation = cancellation;
  }

  /**
   * A message to go on with, which was not looked for yet.
   *
   * @param id the message
   * @param waitsForHuman says which of its calls wait for a human, if its adapter paused it
   */
  record Continued(MessageId id, Predicate<ToolCallPart> waitsForHuman) {}

  /**
   * What a run is to do.
   *
   * @param userMessage what a caller sent, or null
   * @param options what the caller asked for
   * @param versionOf the message to stand beside, of a thread that is not loaded yet; else null
   * @param isVersion whether it is another version of a message: an edit or a reload
   * @param firstAdapter asked in place of the model for the first step, or null
   * @param continued what to go on with, of a thread that is not loaded yet; else null
   */
  record RunPlan(
      @Nullable Message userMessage,
      SendOptions options,
      @Nullable MessageId versionOf,
      boolean isVersion,
      @Nullable ChatModelAdapter firstAdapter,
      @Nullable Continued continued) {

    RunPlan withUserMessage(Message message) {
      return new RunPlan(message, options, versionOf, isVersion, firstAdapter, continued);
    }

    /** Returns whether a parent is named; null is then a new root. */
    boolean hasParent() {
      return options.hasParent() || versionOf != null;
    }

    @Nullable
    MessageId parent() {
      return options.parent();
    }

    @Nullable
    Map<String, Object> runConfig() {
      return options.runConfig();
    }
  }

  RunId id() {
    return handle.id();
  }

  RunState state() {
    return state;
  }

  boolean isActive() {
    return state.isActive();
  }

  /** Looks the event up in the table and goes where it leads. */
  RunReaction on(RunEvent event) {
    // A continuation whose message was not found yet has none, as a new run.
    RunKind known = messageId == null ? RunKind.NEW : kind;
    RunFacts facts = new RunFacts(
        known, isCancelledWhilePreparing, outcome == RunOutcome.PAUSED && isMessagePaused, decided);
    RunTransition transition = RunTable.on(state, event, facts);
    if (transition.reaction() == RunReaction.IGNORE) {
      Log.debug("%s in %s of %s: nothing to do".formatted(event, state, id()));
    }
    go(transition.next());
    return transition.reaction();
  }

  private void go(RunState next) {
    state = next;
    handle.state(next);
  }

  /** Ends it in favour of an earlier run with the same idempotency key. */
  void endAsEarlier() {
    go(RunState.ENDED);
  }

  /** Goes back to wait: only when the thread was loaded it was found that it has to. */
  void backToQueue() {
    go(RunState.QUEUED);
  }

  void message(MessageId id) {
    messageId = id;
    handle.messageId(id);
  }

  /** Returns whether it is to go on with a message that was not looked for yet. */
  boolean awaits(MessageId id) {
    return messageId == null
        && plan.continued() != null
        && id.equals(plan.continued().id());
  }

  MessageId requireMessageId() {
    return requireNonNull(messageId, "The run has no message yet.");
  }

  Reply requireReply() {
    return requireNonNull(reply, "The run has no reply yet.");
  }

  Map<String, Object> runConfig() {
    return plan.runConfig() == null ? Map.of() : plan.runConfig();
  }

  boolean hasStepsLeft() {
    Integer own = plan.options().maxSteps();
    return stepsSinceHuman < (own != null ? own : options.maxSteps());
  }

  void stepEnded(Step step) {
    steps.add(step);
  }

  int stepCount() {
    return steps.size();
  }

  void historyFailed(ErrorInfo error) {
    historyErrors.add(error);
  }

  RunResult result(@Nullable Message message) {
    return new RunResult(
        id(), requireNonNull(outcome), message, steps, isSaved, modelError, historyErrors);
  }

  // ---- the reply under construction

  @Override
  public MessageId messageId() {
    return requireMessageId();
  }

  @Override
  public boolean isAhead() {
    return reply != null && reply.isAhead();
  }

  @Override
  public Message sync(Message message) {
    return reply == null ? message : reply.sync(message);
  }

  @Override
  public void rebase(Message message) {
    if (reply != null) {
      reply.rebase(message);
    }
  }
}
