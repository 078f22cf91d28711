package dev.antiphon.web;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Feedback;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.QueueItemId;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.runtime.SendOptions;
import dev.antiphon.thread.QueuePlace;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.ToolResult;
import org.jspecify.annotations.Nullable;

/** What a page wants of a thread. Made by {@link CommandDecoder}; immutable. */
public sealed interface Command {

  /**
   * Sends a message, or another version of one: {@code add-message}.
   *
   * @param message the message
   * @param options where it goes, what to do when the thread is busy, the key of the send
   * @param sourceId the message that is edited, or {@code null} for a new one
   */
  record AddMessage(
      MessageInput message, SendOptions options, @Nullable MessageId sourceId) implements Command {}

  /**
   * Makes a reply anew: {@code reload}.
   *
   * @param parentId the message to reply to, or {@code null} for a root; counts without a source
   * @param sourceId the reply, or {@code null} for a first one
   * @param options the run config, and what to do when the thread is busy
   */
  record Reload(@Nullable MessageId parentId, @Nullable MessageId sourceId, SendOptions options)
      implements Command {}

  /**
   * Goes on with an interrupted reply: {@code continue}.
   *
   * @param messageId the reply
   */
  record Continue(MessageId messageId) implements Command {}

  /** Cancels the run: {@code cancel}. */
  record Cancel() implements Command {}

  /**
   * Shows another branch: {@code switch-branch}.
   *
   * @param headId a message of it
   */
  record SwitchBranch(MessageId headId) implements Command {}

  /**
   * Deletes a message, whose children move up: {@code delete}.
   *
   * @param messageId the message
   */
  record Delete(MessageId messageId) implements Command {}

  /**
   * Gives a call its result: {@code tool-result}.
   *
   * @param messageId the assistant message
   * @param toolCallId the call
   * @param result the result
   */
  record GiveResult(MessageId messageId, ToolCallId toolCallId, ToolResult result)
      implements Command {}

  /**
   * Answers what a tool asked: {@code resume-tool-call}.
   *
   * @param toolCallId the call
   * @param payload the answer: any JSON
   */
  record Answer(ToolCallId toolCallId, @Nullable Object payload) implements Command {}

  /**
   * Decides on a gate, as the command named {@code "approval"} says.
   *
   * @param approvalId the gate
   * @param response the decision
   */
  record Decide(ApprovalId approvalId, ApprovalResponse response) implements Command {}

  /**
   * Marks a message: {@code feedback}.
   *
   * @param messageId the message
   * @param feedback the mark, or {@code null} to take it back
   */
  record Mark(MessageId messageId, @Nullable Feedback feedback) implements Command {}

  /**
   * Changes a message that waits: {@code queue-edit}.
   *
   * @param itemId the item
   * @param message the message in its place
   */
  record EditQueued(QueueItemId itemId, MessageInput message) implements Command {}

  /**
   * Moves a message that waits: {@code queue-move}.
   *
   * @param itemId the item
   * @param place where to
   */
  record MoveQueued(QueueItemId itemId, QueuePlace place) implements Command {}

  /**
   * Drops a message that waits: {@code queue-remove}.
   *
   * @param itemId the item
   */
  record RemoveQueued(QueueItemId itemId) implements Command {}

  /**
   * Tries a message again that could not be sent: {@code queue-retry}.
   *
   * @param itemId the item
   */
  record RetryQueued(QueueItemId itemId) implements Command {}

  /** Lets a paused queue go on: {@code queue-resume}. */
  record ResumeQueue() implements Command {}

  /** Tries a failed load again: {@code retry-load}. */
  record RetryLoad() implements Command {}
}
