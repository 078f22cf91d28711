package dev.antiphon.tck;

import dev.antiphon.message.MessagePart;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.Status;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.ToolCallOptions;
import dev.antiphon.tool.ToolResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A reply that leaves out what a model may: reasoning, usage, and arguments while they grow. */
final class ReducedReply implements ReplyWriter {

  private final ReplyWriter whole;
  private final Map<ToolCallId, Integer> pieces = new HashMap<>();
  private final Map<ToolCallId, String> arguments = new HashMap<>();

  ReducedReply(ReplyWriter whole) {
    this.whole = whole;
  }

  @Override
  public void text(String delta, @Nullable String parentId) {
    whole.text(delta, parentId);
  }

  @Override
  public void reasoning(String delta, @Nullable String parentId) {}

  @Override
  public void usage(TokenUsage usage) {}

  @Override
  public void toolCall(ToolCallId id, String toolName, ToolCallOptions options) {
    whole.toolCall(id, toolName, options);
  }

  /** Holds the first of the two pieces that the plain model writes back. */
  @Override
  public void argumentsText(ToolCallId id, String delta) {
    String all = arguments.merge(id, delta, String::concat);
    if (pieces.merge(id, 1, Integer::sum) == 2) {
      whole.argumentsText(id, all);
    }
  }

  @Override
  public void providerMetadata(Map<String, ?> metadata) {
    whole.providerMetadata(metadata);
  }

  @Override
  public void completeToolCall(ToolCallId id) {
    whole.completeToolCall(id);
  }

  @Override
  public void toolResult(ToolCallId id, ToolResult result) {
    whole.toolResult(id, result);
  }

  @Override
  public void providerApproval(ToolCallId id, ToolApproval gate) {
    whole.providerApproval(id, gate);
  }

  @Override
  public void providerTiming(ToolCallId id, ToolTiming timing) {
    whole.providerTiming(id, timing);
  }

  @Override
  public void part(MessagePart part) {
    whole.part(part);
  }

  @Override
  public void replaceContent(List<? extends MessagePart> parts) {
    whole.replaceContent(parts);
  }

  @Override
  public void status(Status status) {
    whole.status(status);
  }

  @Override
  public void step(@Nullable String providerMessageId, @Nullable String finishReason) {
    whole.step(providerMessageId, finishReason);
  }

  @Override
  public void state(@Nullable Object state) {
    whole.state(state);
  }

  @Override
  public void annotation(@Nullable Object annotation) {
    whole.annotation(annotation);
  }

  @Override
  public void data(@Nullable Object data) {
    whole.data(data);
  }

  @Override
  public void custom(Map<String, ?> custom) {
    whole.custom(custom);
  }

  @Override
  public void timing(MessageTiming timing) {
    whole.timing(timing);
  }

  @Override
  public boolean isClosed() {
    return whole.isClosed();
  }
}
