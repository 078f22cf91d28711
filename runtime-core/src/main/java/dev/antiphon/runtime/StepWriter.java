package dev.antiphon.runtime;

import static java.util.Objects.requireNonNull;

import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.Json;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

  private final Conversation thread;
  private final LiveRun run;
  private final Reply reply;

  private @Nullable Status status;
  private @Nullable TokenUsage usage;
  private @Nullable String providerMessageId;
  private @Nullable String finishReason;

  /** How long the reply was when the step began. */
  private final long bytesBefore;

  /** When the adapter wrote of a call first, by the id it uses (rule TIME-3). */
  private final Map<ToolCallId, Instant> firstWrites = new HashMap<>();

  private volatile boolean isClosed;

  StepWriter(Conversation thread, LiveRun run) {
    this.thread = thread;
    this.run = run;
    this.reply = run.requireReply();
    this.bytesBefore = run.replyBytes;
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
    if (!delta.isEmpty()) {
      write(target -> applyWithin(run.replyBytes + PartSize.of(delta), target, change));
    }
  }

  private void applyWithin(long bytes, Reply target, Consumer<Reply> change) {
    run.replyBytes = bytes;
    if (bytes > run.options.maxReplyBytes()) {
      thread.steps.tooLong(run);
    } else {
      change.accept(target);
    }
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
    write(target -> {
      if (!target.isOpen(id)) {
        firstWrites.put(id, thread.env.clock().instant());
      }
      target.startCall(call);
    });
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
    if (result.question() != null) {
      throw new InvalidMessageException("result", "is a question, which only a handler may ask");
    }
    write(target -> target.result(id, result, measured(id)));
  }

  @Override
  public void providerApproval(ToolCallId id, ToolApproval gate) {
    requireNonNull(gate, "gate");
    write(target -> {
      target.providerApproval(id, thread.gates.ofProvider(gate));
      thread.gates.takeIn(run);
    });
  }

  @Override
  public void providerTiming(ToolCallId id, ToolTiming timing) {
    write(target -> target.providerTiming(id, timing));
  }

  @Override
  public void part(MessagePart part) {
    requireNonNull(part, "part");
    write(target -> applyWithin(run.replyBytes + PartSize.of(part), target, reply -> {
      reply.part(own(part));
      thread.gates.takeIn(run);
    }));
  }

  @Override
  public void replaceContent(List<? extends MessagePart> parts) {
    List<MessagePart> given = List.copyOf(parts);
    long bytes = given.stream().mapToLong(PartSize::of).sum();
    write(target -> applyWithin(bytesBefore + bytes, target, reply -> {
      reply.replaceContent(given.stream().map(this::own).toList());
      thread.gates.takeIn(run);
      thread.writer.announceWhole(run.requireMessageId(), run.id());
      thread.steps.checkpointLater(run);
    }));
  }

  private MessagePart own(MessagePart part) {
    return part instanceof ToolCallPart call ? timed(owned(call)) : part;
  }

  /** Measures a call that the provider executes, unless the adapter reports when (rule TIME-3). */
  private ToolCallPart timed(ToolCallPart call) {
    if (!call.isProviderExecuted()) {
      return call;
    }
    ToolTiming measured = measured(call.toolCallId());
    return call.timing() == null && call.hasResult()
        ? call.toBuilder().timing(measured).build()
        : call;
  }

  private ToolTiming measured(ToolCallId id) {
    Instant now = thread.env.clock().instant();
    return new ToolTiming(firstWrites.computeIfAbsent(id, unknown -> now), now);
  }

  /**
   * Returns a call as an adapter may write it. It has no question and no partial result; one that
   * the runtime executes has no gate and no start either (rules REPLY-9 and TOOL-11); a gate of the
   * provider's is undecided. Arguments that come as text only are read.
   */
  private ToolCallPart owned(ToolCallPart call) {
    boolean isProviders = call.isProviderExecuted() || call.hasResult();
    ToolApproval gate = call.approval();
    ToolCallPart.Builder own = call.toBuilder()
        .interrupt(null)
        .withoutProgress()
        .isProviderExecuted(isProviders)
        .approval(null);
    if (gate != null && isProviders && !call.hasResult()) {
      own.approval(thread.gates.ofProvider(gate));
    }
    if (!isProviders) {
      own.timing(null);
    }
    if (call.args().isEmpty()) {
      String text = call.argsText().toString();
      own.args(ArgumentsText.read(text, thread.env.json()).arguments());
    }
    return own.build();
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
      thread.writer.changeMetadata(run.requireMessageId(), run.id(), change);
      thread.steps.checkpointLater(run);
    });
  }

  private static List<@Nullable Object> appended(List<Object> list, @Nullable Object element) {
    List<@Nullable Object> longer = new ArrayList<>(list);
    longer.add(element);
    return longer;
  }
}
