package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Json;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.MessageTiming;
import dev.antiphon.message.Status;
import dev.antiphon.message.Step;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.ToolCallOptions;
import dev.antiphon.run.Reply;
import dev.antiphon.run.RunEvent;
import dev.antiphon.run.RunState;
import dev.antiphon.tool.ToolResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes what an adapter writes in one step, under the writer of the thread, and drops it once it is
 * closed (rule REPLY-1).
 */
final class StepWriter implements ReplyWriter {

  private static final int BYTES_PER_CHARACTER = 2;

  private final Conversation thread;
  private final LiveRun run;
  private final Reply reply;

  private @Nullable Status status;
  private @Nullable TokenUsage usage;
  private @Nullable String providerMessageId;
  private @Nullable String finishReason;
  private long bytes;

  private volatile boolean isClosed;

  StepWriter(Conversation thread, LiveRun run) {
    this.thread = thread;
    this.run = run;
    this.reply = run.requireReply();
  }

  void close() {
    isClosed = true;
  }

  @Override
  public boolean isClosed() {
    return isClosed;
  }

  @Nullable
  Status writtenStatus() {
    return status;
  }

  /** Returns what is known of the step at its end. */
  Step step(int contentSize) {
    return Step.builder()
        .messageId(providerMessageId)
        .usage(usage)
        .finishReason(finishReason)
        .contentSize(contentSize)
        .build();
  }

  /** Applies a write, unless the writer is closed. */
  private void write(Consumer<Reply> change) {
    if (isClosed) {
      return;
    }
    thread.writer.run(() -> {
      if (isClosed) {
        return;
      }
      // STREAMING stays STREAMING and applies, so the table is asked only for the first write.
      if (run.state() == RunState.REQUESTING) {
        run.on(RunEvent.ADAPTER_WRITES);
        run.firstWriteMillis =
            run.firstWriteMillis == 0 ? thread.env.clock().millis() : run.firstWriteMillis;
      }
      change.accept(reply);
    });
  }

  /** Applies text of a certain length, unless the reply would be too long. */
  private void write(String delta, Consumer<Reply> change) {
    requireNonNull(delta, "delta");
    write(target -> {
      bytes += (long) delta.length() * BYTES_PER_CHARACTER;
      if (bytes > thread.env.options().maxReplyBytes()) {
        thread.steps.tooLong(run);
      } else {
        change.accept(target);
      }
    });
  }

  @Override
  public void text(String delta, @Nullable String parentId) {
    write(delta, target -> target.text(delta, parentId));
  }

  @Override
  public void reasoning(String delta, @Nullable String parentId) {
    write(delta, target -> target.reasoning(delta, parentId));
  }

  @Override
  public void providerMetadata(Map<String, ?> metadata) {
    write(target -> target.providerMetadata(metadata));
  }

  @Override
  public void toolCall(ToolCallId id, String toolName, ToolCallOptions options) {
    ToolCallPart call = ToolCallPart.builder(id, toolName)
        .isProviderExecuted(options.isProviderExecuted())
        .providerMetadata(options.providerMetadata())
        .mcp(options.mcp())
        .parentId(options.parentId())
        .build();
    write(target -> target.startCall(call));
  }

  @Override
  public void argumentsText(ToolCallId id, String delta) {
    write(delta, target -> target.argumentsText(id, delta));
  }

  @Override
  public void completeToolCall(ToolCallId id) {
    write(target -> target.completeCall(id));
  }

  @Override
  public void toolResult(ToolCallId id, ToolResult result) {
    requireNonNull(result, "result");
    write(target -> target.result(id, result));
  }

  @Override
  public void providerApproval(ToolCallId id, ToolApproval gate) {
    write(target -> thread.tools.addProviderGate(run, target, id, gate));
  }

  @Override
  public void providerTiming(ToolCallId id, ToolTiming timing) {
    write(target -> target.providerTiming(id, timing));
  }

  @Override
  public void part(MessagePart part) {
    requireNonNull(part, "part");
    MessagePart own = part instanceof ToolCallPart call ? ungated(call) : part;
    write(target -> target.part(own));
  }

  @Override
  public void replaceContent(List<? extends MessagePart> parts) {
    List<MessagePart> own = new ArrayList<>(parts.size());
    for (MessagePart part : parts) {
      own.add(part instanceof ToolCallPart call ? ungated(call) : part);
    }
    write(target -> {
      target.replaceContent(own);
      thread.writer.announceWhole(run.requireMessageId(), run.id());
      thread.steps.checkpointLater(run);
    });
  }

  /** Returns a call as an adapter may write it: no gate, no start (rules REPLY-9 and TOOL-11). */
  private static ToolCallPart ungated(ToolCallPart call) {
    ToolCallPart.Builder own = call.toBuilder().interrupt(null);
    if (!call.isProviderExecuted() && !call.hasResult()) {
      own.approval(null).timing(null);
    }
    return own.isProviderExecuted(call.isProviderExecuted() || call.hasResult()).build();
  }

  @Override
  public void status(Status written) {
    if (written.isRunning()) {
      throw new InvalidMessageException("status", "is running, but a reply ends with another one");
    }
    write(target -> {
      if (status == null || !status.isError()) {
        status = written;
      }
    });
  }

  @Override
  public void usage(TokenUsage tokens) {
    requireNonNull(tokens, "usage");
    write(target -> usage = tokens);
  }

  @Override
  public void step(@Nullable String messageId, @Nullable String reason) {
    write(target -> {
      providerMessageId = messageId;
      finishReason = reason;
    });
  }

  @Override
  public void state(@Nullable Object state) {
    Object own = Json.copyOf(state, "state");
    changeMetadata(metadata -> metadata.toBuilder().state(own).build());
  }

  @Override
  public void annotation(@Nullable Object annotation) {
    Object own = Json.copyOf(annotation, "annotation");
    changeMetadata(metadata ->
        metadata.toBuilder().annotations(appended(metadata.annotations(), own)).build());
  }

  @Override
  public void data(@Nullable Object data) {
    Object own = Json.copyOf(data, "data");
    changeMetadata(
        metadata -> metadata.toBuilder().data(appended(metadata.data(), own)).build());
  }

  @Override
  public void custom(Map<String, ?> custom) {
    Map<String, Object> own = Json.objectOf(custom, "custom");
    changeMetadata(metadata -> {
      Map<String, Object> merged = new LinkedHashMap<>(metadata.custom());
      merged.putAll(own);
      return metadata.toBuilder().custom(merged).build();
    });
  }

  @Override
  public void timing(MessageTiming timing) {
    requireNonNull(timing, "timing");
    write(target -> run.reportedTiming =
        run.reportedTiming == null ? timing : run.reportedTiming.overriddenBy(timing));
  }

  private void changeMetadata(UnaryOperator<MessageMetadata> change) {
    write(target -> {
      thread.writer.change(
          run.requireMessageId(), run.id(), message -> withMetadata(message, change));
      thread.steps.checkpointLater(run);
    });
  }

  private static Message withMetadata(Message message, UnaryOperator<MessageMetadata> change) {
    return message.toBuilder().metadata(change.apply(message.metadata())).build();
  }

  private static List<@Nullable Object> appended(List<Object> list, @Nullable Object element) {
    List<@Nullable Object> longer = new ArrayList<>(list);
    longer.add(element);
    return longer;
  }
}
