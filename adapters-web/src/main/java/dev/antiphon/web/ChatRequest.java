package dev.antiphon.web;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageInput;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.tool.ApprovalResponse;
import dev.antiphon.tool.ToolResult;
import java.util.List;

/** What a page of the AI SDK wants. Made by {@link ChatRequestDecoder}; immutable. */
public sealed interface ChatRequest {

  /** Returns the id of the chat, as the page calls it; opaque. */
  String chatId();

  /**
   * A new message, or another version of one: a sibling below the same message.
   *
   * @param chatId the chat
   * @param message the message, with the id that the page gave it
   * @param above the messages above it, nearest first; those that never came here are skipped
   */
  record Send(String chatId, MessageInput message, List<MessageId> above) implements ChatRequest {
    /** Copies the list. */
    public Send {
      above = List.copyOf(above);
    }
  }

  /**
   * A reply anew.
   *
   * @param chatId the chat
   * @param parentId the message to reply to
   */
  record Regenerate(String chatId, MessageId parentId) implements ChatRequest {}

  /**
   * A reply that goes on, since people have decided or answered.
   *
   * @param chatId the chat
   * @param messageId the reply
   * @param decisions decisions on gates
   * @param results what calls resulted in, those that the server knows included
   */
  record Continue(String chatId, MessageId messageId, List<Decision> decisions, List<Given> results)
      implements ChatRequest {
    /** Copies the lists. */
    public Continue {
      decisions = List.copyOf(decisions);
      results = List.copyOf(results);
    }
  }

  /**
   * A decision on a gate.
   *
   * @param approvalId the gate
   * @param response the decision
   */
  record Decision(ApprovalId approvalId, ApprovalResponse response) {}

  /**
   * What a call resulted in.
   *
   * @param toolCallId the call
   * @param result the result
   */
  record Given(ToolCallId toolCallId, ToolResult result) {}
}
