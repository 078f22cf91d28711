package dev.antiphon.openai;

import dev.antiphon.message.MessagePart;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.ToolCallOptions;
import dev.antiphon.tool.ToolResult;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A reply of which only the text counts: for questions to a model that no message holds.
 *
 * <p><b>Threads.</b> For one thread at a time.
 */
final class TextReply implements ReplyWriter {

  private final Consumer<String> text;
  private final BooleanSupplier isClosed;
  private final StringBuilder handedOn = new StringBuilder();
  private @Nullable String snapshot;

  TextReply(Consumer<String> text, BooleanSupplier isClosed) {
    this.text = text;
    this.isClosed = isClosed;
  }

  @Override
  public void text(String delta, @Nullable String parentId) {
    if (!isClosed.getAsBoolean()) {
      handedOn.append(delta);
      text.accept(delta);
    }
  }

  /** Hands on what a model that has only snapshots gave as its last one. */
  void end() {
    String last = snapshot;
    if (last != null && last.startsWith(handedOn.toString())) {
      text(last.substring(handedOn.length()), null);
    }
  }

  @Override
  public void part(MessagePart part) {
    if (part instanceof TextPart whole) {
      text(whole.text(), null);
    }
  }

  @Override
  public void replaceContent(List<? extends MessagePart> parts) {
    StringBuilder all = new StringBuilder();
    for (MessagePart part : parts) {
      if (part instanceof TextPart whole) {
        all.append(whole.view());
      }
    }
    snapshot = all.toString();
  }

  @Override
  public boolean isClosed() {
    return isClosed.getAsBoolean();
  }

  @Override
  public void reasoning(String delta, @Nullable String parentId) {}

  @Override
  public void providerMetadata(Map<String, ?> metadata) {}

  @Override
  public void toolCall(ToolCallId id, String toolName, ToolCallOptions options) {}

  @Override
  public void argumentsText(ToolCallId id, String delta) {}

  @Override
  public void completeToolCall(ToolCallId id) {}

  @Override
  public void toolResult(ToolCallId id, ToolResult result) {}

  @Override
  public void providerApproval(ToolCallId id, ToolApproval gate) {}

  @Override
  public void providerTiming(ToolCallId id, ToolTiming timing) {}

  @Override
  public void status(Status status) {}

  @Override
  public void usage(TokenUsage usage) {}

  @Override
  public void step(@Nullable String providerMessageId, @Nullable String finishReason) {}

  @Override
  public void state(@Nullable Object state) {}

  @Override
  public void annotation(@Nullable Object annotation) {}

  @Override
  public void data(@Nullable Object data) {}

  @Override
  public void custom(Map<String, ?> custom) {}

  @Override
  public void timing(MessageTiming timing) {}
}
