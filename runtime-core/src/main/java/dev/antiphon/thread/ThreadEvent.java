package dev.antiphon.thread;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.RunId;
import dev.antiphon.message.Step;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunKind;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.tool.PendingApproval;
import dev.antiphon.tree.BranchChange;
import dev.antiphon.tree.MessageItem;
import dev.antiphon.tree.Reparented;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a thread (section 5 of the behaviour contract). The events of a thread
 * have sequence numbers without gaps.
 *
 * <p>New kinds may come with new versions: code that looks at kinds keeps a branch for the rest.
 */
public sealed interface ThreadEvent {

  /** Returns when it happened, and to what. */
  EventHeader header();

  /** Returns its place among the events of the thread. */
  default long sequence() {
    return header().sequence();
  }

  /** Returns when it happened. */
  default Instant time() {
    return header().time();
  }

  /** Returns the run it happened to, or {@code null}. */
  default @Nullable RunId runId() {
    return header().runId();
  }

  /** Returns the message it happened to, or {@code null}. */
  default @Nullable MessageId messageId() {
    return header().messageId();
  }

  /** Returns the call it happened to, or {@code null}. */
  default @Nullable ToolCallId toolCallId() {
    return header().toolCallId();
  }

  /** Something grew by a delta. */
  sealed interface PartDelta extends ThreadEvent {
    /** Returns which part. */
    int index();

    /** Returns by what it grew. */
    String delta();
  }

  /**
   * The start of a subscription: the state as of this event's sequence number.
   *
   * @param header when, and to what
   * @param state the state
   */
  record Snapshot(EventHeader header, ThreadState state) implements ThreadEvent {}

  /**
   * The listener fell behind, and the events from first to last are lost to it (rule EVT-4).
   *
   * @param header when, and to what
   * @param first the first lost sequence number
   * @param last the last lost sequence number
   */
  record Overflow(EventHeader header, long first, long last) implements ThreadEvent {}

  /**
   * The thread's record was created in the storage.
   *
   * @param header when, and to what
   */
  record ThreadInitialized(EventHeader header) implements ThreadEvent {}

  /**
   * The load began.
   *
   * @param header when, and to what
   */
  record LoadStarted(EventHeader header) implements ThreadEvent {}

  /**
   * The load ended well.
   *
   * @param header when, and to what
   * @param state what was loaded: the state as of this event
   */
  record LoadFinished(EventHeader header, ThreadState state) implements ThreadEvent {}

  /**
   * The load failed; nothing can be changed until a retry succeeds.
   *
   * @param header when, and to what
   * @param error why
   */
  record LoadFailed(EventHeader header, ErrorInfo error) implements ThreadEvent {}

  /**
   * What was stored did not fit together and was repaired in memory (rule LOAD-4).
   *
   * @param header when, and to what
   * @param repairs what was repaired
   */
  record HistoryRepaired(EventHeader header, List<HistoryRepair> repairs) implements ThreadEvent {}

  /**
   * An import or reset replaced the messages.
   *
   * @param header when, and to what
   * @param state what they were replaced by: the state as of this event
   */
  record ThreadReplaced(EventHeader header, ThreadState state) implements ThreadEvent {}

  /**
   * The last event that a listener gets: the thread was deleted or detached, its list does not have
   * it any more, or the runtime was closed.
   *
   * @param header when, and to what
   * @param left what was left; of a detached thread it waits for the next opening
   */
  record ThreadClosed(EventHeader header, ThreadLeftovers left) implements ThreadEvent {}

  /**
   * A message entered the tree.
   *
   * @param header when, and to what
   * @param message the message
   * @param parentId the message it stands below, or {@code null} for a root
   * @param saveState whether it is stored already
   */
  record MessageAdded(
      EventHeader header, Message message, @Nullable MessageId parentId, SaveState saveState)
      implements ThreadEvent {}

  /**
   * A message was replaced as a whole.
   *
   * @param header when, and to what
   * @param message the message as it is now
   */
  record MessageChanged(EventHeader header, Message message) implements ThreadEvent {}

  /**
   * Messages left the tree.
   *
   * @param header when, and to what
   * @param removed their ids
   * @param reparented the messages that moved up for it
   */
  record MessagesRemoved(EventHeader header, List<MessageId> removed, List<Reparented> reparented)
      implements ThreadEvent {}

  /**
   * The selected branch has other messages, or one of them has other siblings. Most often another
   * message is the last visible one; when a message above it is gone, the last one may be the same.
   *
   * @param header when, and to what
   * @param headId the last visible message, or {@code null} if nothing is shown
   * @param branch what of the selected branch changed
   */
  record HeadChanged(EventHeader header, @Nullable MessageId headId, BranchChange branch)
      implements ThreadEvent {}

  /**
   * A message is stored as it is now.
   *
   * @param header when, and to what
   */
  record MessageSaved(EventHeader header) implements ThreadEvent {}

  /**
   * Writing a message was given up; the next write of the thread tries again (rule HIST-7).
   *
   * @param header when, and to what
   * @param error why
   */
  record MessageUnsaved(EventHeader header, ErrorInfo error) implements ThreadEvent {}

  /**
   * A message could not be stored and left the tree (rule SEND-5).
   *
   * @param header when, and to what
   * @param draft the message
   * @param error why
   */
  record MessageNotSent(EventHeader header, @Nullable MessageItem draft, ErrorInfo error)
      implements ThreadEvent {}

  /**
   * The storage failed at something that is tried again later.
   *
   * @param header when, and to what
   * @param error why
   */
  record StorageFailed(EventHeader header, ErrorInfo error) implements ThreadEvent {}

  /**
   * A run waits in the queue.
   *
   * @param header when, and to what
   */
  record RunQueued(EventHeader header) implements ThreadEvent {}

  /**
   * A run began.
   *
   * @param header when, and to what
   * @param kind what it began with
   */
  record RunStarted(EventHeader header, RunKind kind) implements ThreadEvent {}

  /**
   * The adapter is called.
   *
   * @param header when, and to what
   * @param step how many steps of the run came before
   */
  record StepStarted(EventHeader header, int step) implements ThreadEvent {}

  /**
   * The adapter returned.
   *
   * @param header when, and to what
   * @param step what is known of the step
   */
  record StepEnded(EventHeader header, Step step) implements ThreadEvent {}

  /**
   * The visible end of a run: its message is terminal or paused.
   *
   * @param header when, and to what
   * @param outcome how it ended
   * @param error what failed, or {@code null}
   */
  record RunEnded(
      EventHeader header, RunOutcome outcome, @Nullable ErrorInfo error) implements ThreadEvent {}

  /**
   * The last write of a run is done.
   *
   * @param header when, and to what
   * @param outcome how the run ended
   * @param isSaved whether the message is stored as it is
   */
  record RunCompleted(EventHeader header, RunOutcome outcome, boolean isSaved)
      implements ThreadEvent {}

  /**
   * An adapter or a tool ignores cancellation (rule RUN-17).
   *
   * @param header when, and to what
   * @param culprit which adapter or tool
   */
  record LeakSuspected(EventHeader header, String culprit) implements ThreadEvent {}

  /**
   * A part is there that was not.
   *
   * @param header when, and to what
   * @param index which part
   * @param part the part; whole, unless deltas follow
   */
  record PartStarted(EventHeader header, int index, MessagePart part) implements ThreadEvent {}

  /**
   * The text of a text part grew.
   *
   * @param header when, and to what
   * @param index which part
   * @param delta by what
   */
  record TextDelta(EventHeader header, int index, String delta) implements PartDelta {}

  /**
   * The text of a reasoning part grew.
   *
   * @param header when, and to what
   * @param index which part
   * @param delta by what
   */
  record ReasoningDelta(EventHeader header, int index, String delta) implements PartDelta {}

  /**
   * The argument text of a call grew.
   *
   * @param header when, and to what
   * @param index which part
   * @param delta by what
   */
  record ArgumentsDelta(EventHeader header, int index, String delta) implements PartDelta {}

  /**
   * A part will not grow any more.
   *
   * @param header when, and to what
   * @param index which part
   * @param part the part as it stays
   */
  record PartEnded(EventHeader header, int index, MessagePart part) implements ThreadEvent {}

  /**
   * A tool's handler is called.
   *
   * @param header when, and to what
   * @param toolName the tool
   */
  record ToolStarted(EventHeader header, String toolName) implements ThreadEvent {}

  /**
   * A tool shows a partial result.
   *
   * @param header when, and to what
   * @param progress the partial result: JSON
   */
  record ToolProgress(EventHeader header, @Nullable Object progress) implements ThreadEvent {}

  /**
   * A call has its result.
   *
   * @param header when, and to what
   * @param call the call
   */
  record ToolEnded(EventHeader header, ToolCallPart call) implements ThreadEvent {}

  /**
   * A tool asks a human.
   *
   * @param header when, and to what
   * @param payload the question: JSON
   */
  record HumanInputRequested(EventHeader header, @Nullable Object payload) implements ThreadEvent {}

  /**
   * What a tool asked was answered, or the question was dropped.
   *
   * @param header when, and to what
   */
  record HumanInputResolved(EventHeader header) implements ThreadEvent {}

  /**
   * A gate is open and stored.
   *
   * @param header when, and to what
   * @param approval the gate
   */
  record ApprovalRequested(EventHeader header, PendingApproval approval) implements ThreadEvent {}

  /**
   * A gate was decided or closed.
   *
   * @param header when, and to what
   * @param approval the gate as it is now
   */
  record ApprovalResolved(EventHeader header, ToolApproval approval) implements ThreadEvent {}

  /**
   * The queue changed.
   *
   * @param header when, and to what
   * @param queue the sends that wait, first in line first
   * @param isPaused whether the queue waits for the next send
   */
  record QueueChanged(EventHeader header, List<QueueItem> queue, boolean isPaused)
      implements ThreadEvent {}

  /**
   * A queued send could not be dispatched; it stays at its place.
   *
   * @param header when, and to what
   * @param error why
   */
  record QueueItemFailed(EventHeader header, ErrorInfo error) implements ThreadEvent {}

  /**
   * A provider said that the model context changed.
   *
   * @param header when, and to what
   */
  record ModelContextChanged(EventHeader header) implements ThreadEvent {}

  /**
   * Two providers give a tool of one name; the earlier one counts (rule CTX-4).
   *
   * @param header when, and to what
   * @param toolName the name
   */
  record ToolConflict(EventHeader header, String toolName) implements ThreadEvent {}

  /**
   * A composer changed: that of the thread, or the editor of the message that the header names.
   *
   * @param header when, and to what
   * @param composer the composer as it is now
   */
  record ComposerChanged(EventHeader header, ComposerState composer) implements ThreadEvent {}

  /**
   * The thread has the message of a composer: that of the thread, or the editor of the message that
   * the header names. The header also names the run, if one starts.
   *
   * @param header when, and to what
   * @param sentMessageId the new message
   */
  record ComposerSent(EventHeader header, MessageId sentMessageId) implements ThreadEvent {}

  /**
   * A file was attached, and is ready to be sent.
   *
   * @param header when, and to what; names the message whose editor it was attached in
   * @param attachment the attachment
   */
  record AttachmentAdded(EventHeader header, PendingAttachment attachment) implements ThreadEvent {}

  /**
   * A file was not attached, or shows an error (rules ATT-1 and ATT-3).
   *
   * @param header when, and to what; names the message whose editor it was to be attached in
   * @param attachmentId the id that was made for it
   * @param reason why
   * @param message what to show
   */
  record AttachmentAddFailed(
      EventHeader header,
      AttachmentId attachmentId,
      AttachmentRejectedException.Reason reason,
      String message)
      implements ThreadEvent {}

  /**
   * The editor of the message that the header names is closed.
   *
   * @param header when, and to what
   * @param draft what was in it and is not sent, as it was left
   */
  record EditComposerClosed(EventHeader header, ComposerState draft) implements ThreadEvent {}

  /**
   * An adapter was added or taken away, and with it what the thread can do (rule OPT-4).
   *
   * @param header when, and to what
   * @param capabilities what the thread can do now
   */
  record CapabilitiesChanged(EventHeader header, Set<Capability> capabilities)
      implements ThreadEvent {}

  /**
   * Other suggestions are shown.
   *
   * @param header when, and to what
   * @param suggestions what is suggested now; empty if nothing is
   */
  record SuggestionsChanged(EventHeader header, List<Suggestion> suggestions)
      implements ThreadEvent {}

  /**
   * No suggestions could be made; what is shown stays (rule SUGG-2).
   *
   * @param header when, and to what
   * @param error why
   */
  record SuggestionsFailed(EventHeader header, ErrorInfo error) implements ThreadEvent {}

  /**
   * An assistant message has another mark.
   *
   * @param header when, and to what
   * @param feedback the mark, or {@code null} if it has none any more
   */
  record FeedbackChanged(EventHeader header, @Nullable Feedback feedback) implements ThreadEvent {}

  /**
   * Nobody could be told of a mark; the former one is shown again unless a newer one was given
   * (rule FEED-3).
   *
   * @param header when, and to what
   * @param error why
   */
  record FeedbackFailed(EventHeader header, ErrorInfo error) implements ThreadEvent {}

  /**
   * The reading of a message began, went on or ended.
   *
   * @param header when, and to what
   * @param speech what is read; one that ended is shown by no state any more
   */
  record SpeechChanged(EventHeader header, SpeechState speech) implements ThreadEvent {}

  /**
   * A voice session began, changed or ended.
   *
   * @param header when, and to what
   * @param voice the session; one that ended is shown by no state any more
   */
  record VoiceChanged(EventHeader header, VoiceState voice) implements ThreadEvent {}
}
