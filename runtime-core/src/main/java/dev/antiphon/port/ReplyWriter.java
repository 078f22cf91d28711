package dev.antiphon.port;

import dev.antiphon.message.GenerativeUiPart;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.Status;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.tool.ToolResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the reply of one step as deltas (rule REPLY-1).
 *
 * <p><b>Promise.</b> Each delta is applied in call order, at a cost that does not grow with the
 * message or the thread. A closed writer drops everything silently.
 *
 * <p><b>Threads.</b> May be called from any thread, also while {@code run} is on the stack of
 * another one; calls from several threads are put in an order. Never blocks on I/O, a listener or a
 * tool.
 *
 * <p>Implemented by the runtime.
 */
public interface ReplyWriter {

  /**
   * Extends the open text part, or starts one (rule REPLY-2).
   *
   * @param delta what to add; empty changes nothing
   */
  default void text(String delta) {
    text(delta, null);
  }

  /**
   * Extends the open text part of a parent, or starts one.
   *
   * @param delta what to add; empty changes nothing
   * @param parentId the part that the text belongs to, or {@code null}
   */
  void text(String delta, @Nullable String parentId);

  /**
   * Extends the open reasoning part, or starts one.
   *
   * @param delta what to add; empty changes nothing
   */
  default void reasoning(String delta) {
    reasoning(delta, null);
  }

  /**
   * Extends the open reasoning part of a parent, or starts one.
   *
   * @param delta what to add; empty changes nothing
   * @param parentId the part that the reasoning belongs to, or {@code null}
   */
  void reasoning(String delta, @Nullable String parentId);

  /**
   * Sets what the provider wants back with the open text or reasoning part; without one, nothing.
   *
   * @param metadata a JSON object
   */
  void providerMetadata(Map<String, ?> metadata);

  /**
   * Starts a call (rules REPLY-3 and REPLY-4). A start with the id of a call still open in this
   * step is the same call; an id used before in the thread starts a new call under a new id, and
   * later deltas under the old id go to it.
   *
   * @param id the model's id of the call
   * @param toolName the tool's name
   */
  default void toolCall(ToolCallId id, String toolName) {
    toolCall(id, toolName, ToolCallOptions.NONE);
  }

  /**
   * Starts a call, with what else is known of it.
   *
   * @param id the model's id of the call
   * @param toolName the tool's name
   * @param options what else is known
   */
  void toolCall(ToolCallId id, String toolName, ToolCallOptions options);

  /**
   * Adds to the text of a call's arguments.
   *
   * @param id the id it was started with; an unknown one is dropped
   * @param delta JSON text
   */
  void argumentsText(ToolCallId id, String delta);

  /**
   * Completes a call: its arguments are parsed. What is still open when the adapter returns is
   * completed then.
   *
   * @param id the id it was started with; an unknown one is dropped
   */
  void completeToolCall(ToolCallId id);

  /**
   * Gives a call's result: the provider executed it, and no handler runs (rule REPLY-5).
   *
   * @param id the id it was started with; an unknown one is dropped
   * @param result the result
   */
  void toolResult(ToolCallId id, ToolResult result);

  /**
   * Asks for approval of a call that the provider executes (rule APPR-14); ignored for any other
   * call (rule REPLY-9).
   *
   * @param id the id it was started with; an unknown one is dropped
   * @param gate the gate; a decision in it is ignored
   */
  void providerApproval(ToolCallId id, ToolApproval gate);

  /**
   * Reports when the provider executed a call (rule TIME-3); ignored for any other call.
   *
   * @param id the id it was started with; an unknown one is dropped
   * @param timing when
   */
  void providerTiming(ToolCallId id, ToolTiming timing);

  /**
   * Adds a part that comes whole: a source, file, image, data or {@link GenerativeUiPart}; a text,
   * reasoning or call is possible too and is closed at once.
   *
   * @param part the part
   */
  void part(MessagePart part);

  /**
   * Replaces what this step has written, for adapters that have only whole snapshots (rule
   * REPLY-6). Earlier steps, results, gates and decisions stay.
   *
   * @param parts the content of this step; empty replaces too
   */
  void replaceContent(List<? extends MessagePart> parts);

  /**
   * Sets how the reply ends; takes effect when the adapter returns (rule REPLY-7). An error is not
   * overwritten by a later status.
   *
   * @param status any but running
   */
  void status(Status status);

  /**
   * Reports the tokens used by this step.
   *
   * @param usage the tokens
   */
  void usage(TokenUsage usage);

  /**
   * Reports what the provider says of this step.
   *
   * @param providerMessageId its id of the reply, or {@code null}
   * @param finishReason why it stopped, or {@code null}
   */
  void step(@Nullable String providerMessageId, @Nullable String finishReason);

  /**
   * Replaces the application's state; {@code null} counts (rule REPLY-8).
   *
   * @param state any JSON
   */
  void state(@Nullable Object state);

  /**
   * Appends an annotation.
   *
   * @param annotation any JSON
   */
  void annotation(@Nullable Object annotation);

  /**
   * Appends data.
   *
   * @param data any JSON
   */
  void data(@Nullable Object data);

  /**
   * Merges metadata key by key; later keys win.
   *
   * @param custom a JSON object
   */
  void custom(Map<String, ?> custom);

  /**
   * Reports timing; each field replaces what was measured (rule TIME-1).
   *
   * @param timing what is known
   */
  void timing(MessageTiming timing);

  /** Returns whether everything written from now on is dropped. */
  boolean isClosed();
}
