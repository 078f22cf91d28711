package dev.antiphon.run;

import dev.antiphon.message.ChunkedList;
import dev.antiphon.message.Json;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.ToolTiming;
import dev.antiphon.tool.ToolResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The content of a reply under construction: takes deltas and knows which parts still grow.
 *
 * <p>The message in the tree is the truth; this holds what it does not show yet. {@link #sync}
 * brings the message up to date and costs what there is to show, so a delta that nobody looks at
 * costs no more than the characters it adds.
 *
 * <p><b>Threads.</b> Confined to the writer of the thread.
 */
public final class Reply {

  private final CallIds callIds;
  private final Function<String, Map<String, Object>> parseArguments;
  private final Consumer<PartChange> changes;

  private ChunkedList<MessagePart> content;

  /** The first part that this step wrote. */
  private int stepStart;

  private @Nullable OpenPart openText;
  private final Map<ToolCallId, OpenPart> openCalls = new HashMap<>();

  /** Where the calls of this step are, by the id that the adapter uses for them. */
  private final Map<ToolCallId, Integer> callsOfStep = new HashMap<>();

  /** Calls that a replacement of this step's content left out; it may bring them back (REPLY-4). */
  private final Map<ToolCallId, ToolCallPart> leftOut = new HashMap<>();

  private long chunks;
  private boolean isDirty;

  /**
   * Starts with a message.
   *
   * @param message the assistant message as it is
   * @param callIds keeps call ids unique
   * @param parseArguments makes arguments of complete argument text; empty if it is no JSON object
   * @param changes is told of each change, in order
   */
  public Reply(
      Message message,
      CallIds callIds,
      Function<String, Map<String, Object>> parseArguments,
      Consumer<PartChange> changes) {
    this.content = ChunkedList.copyOf(message.content());
    this.callIds = callIds;
    this.parseArguments = parseArguments;
    this.changes = changes;
    this.stepStart = content.size();
  }

  /** Starts a step: what is written from now on belongs to it. */
  public void beginStep() {
    stepStart = content.size();
    callsOfStep.clear();
    leftOut.clear();
  }

  /**
   * Starts a step that goes on with a reply which was cut short (rule LOAD-8). It may extend what
   * was open, under the ids that the calls have, and replace all that is there.
   *
   * @param unfinished the first part that the step which was cut short wrote
   */
  public void resumeStep(int unfinished) {
    stepStart = 0;
    callsOfStep.clear();
    for (int i = 0; i < content.size(); i++) {
      if (content.get(i) instanceof ToolCallPart call) {
        callsOfStep.put(call.toolCallId(), i);
        if (i >= unfinished && !call.hasResult()) {
          openCalls.put(call.toolCallId(), OpenPart.again(i, call));
        }
      }
    }
    int last = content.size() - 1;
    if (last >= unfinished
        && (content.get(last) instanceof TextPart || content.get(last) instanceof ReasoningPart)) {
      openText = OpenPart.again(last, content.get(last));
    }
  }

  /** Returns how many parts there are. */
  public int size() {
    return content.size();
  }

  /** Returns how many pieces the adapter wrote, over all steps. */
  public long chunks() {
    return chunks;
  }

  /**
   * Returns whether a call takes argument text.
   *
   * @param id the id it was started with
   */
  public boolean isOpen(ToolCallId id) {
    return openCalls.containsKey(id);
  }

  /** Returns whether this step wrote a tool call. */
  public boolean hasCallsInStep() {
    return !callsOfStep.isEmpty();
  }

  /** Returns whether something was written since the last {@link #sync}. */
  public boolean isAhead() {
    return isDirty;
  }

  /**
   * Returns the message with all that was written.
   *
   * @param message the message as the tree has it
   */
  public Message sync(Message message) {
    if (!isDirty) {
      return message;
    }
    showGrown();
    isDirty = false;
    return message.toBuilder().content(content).build();
  }

  /**
   * Takes over what another writer changed in the message, after {@link #sync}.
   *
   * @param message the message as the tree has it now
   */
  public void rebase(Message message) {
    content = ChunkedList.copyOf(message.content());
  }

  // ---- deltas

  /**
   * Extends the open text part, or starts one (rule REPLY-2).
   *
   * @param delta what to add
   * @param parentId the part that it belongs to, or {@code null}
   */
  public void text(String delta, @Nullable String parentId) {
    grow(PartChange.Kind.TEXT, delta, parentId);
  }

  /**
   * Extends the open reasoning part, or starts one (rule REPLY-2).
   *
   * @param delta what to add
   * @param parentId the part that it belongs to, or {@code null}
   */
  public void reasoning(String delta, @Nullable String parentId) {
    grow(PartChange.Kind.REASONING, delta, parentId);
  }

  /**
   * Sets what the provider wants back with the open text or reasoning part; without one, nothing.
   *
   * @param metadata a JSON object
   */
  public void providerMetadata(Map<String, ?> metadata) {
    if (openText != null) {
      openText.providerMetadata(Json.objectOf(metadata, "providerMetadata"));
    }
  }

  /**
   * Adds a part that comes whole.
   *
   * @param part the part
   */
  public void part(MessagePart part) {
    chunks++;
    closeText();
    if (part instanceof ToolCallPart call) {
      ToolCallPart taken = withArguments(underUniqueId(call));
      callsOfStep.put(call.toolCallId(), content.size());
      add(taken);
      changes.accept(new PartChange.Ended(content.size() - 1, taken));
      return;
    }
    add(part);
    changes.accept(new PartChange.Ended(content.size() - 1, part));
  }

  /**
   * Starts a call (rule REPLY-4).
   *
   * @param call the call with what is known of it
   */
  public void startCall(ToolCallPart call) {
    if (openCalls.containsKey(call.toolCallId())) {
      return;
    }
    chunks++;
    closeText();
    OpenPart open = new OpenPart(content.size(), PartChange.Kind.ARGUMENTS, call.parentId());
    openCalls.put(call.toolCallId(), open);
    callsOfStep.put(call.toolCallId(), content.size());
    add(underUniqueId(call));
  }

  /**
   * Adds to the text of a call's arguments.
   *
   * @param id the id it was started with; an unknown or complete one is dropped
   * @param delta JSON text
   */
  public void argumentsText(ToolCallId id, String delta) {
    OpenPart open = openCalls.get(id);
    if (open != null && !delta.isEmpty()) {
      chunks++;
      append(open, delta);
    }
  }

  /**
   * Completes a call.
   *
   * @param id the id it was started with; an unknown or complete one is dropped
   */
  public void completeCall(ToolCallId id) {
    OpenPart open = openCalls.remove(id);
    if (open != null) {
      close(open);
    }
  }

  /** Closes all that is open: the adapter returned, failed or was cancelled. */
  public void closeAll() {
    closeText();
    List.copyOf(openCalls.keySet()).forEach(this::completeCall);
  }

  /**
   * Gives a call's result: the provider executed it (rule REPLY-5). A call that has one keeps it.
   *
   * @param id the id it was started with; an unknown one is dropped
   * @param result the result
   * @param measured when the adapter wrote of the call first and last; what it reported wins (rule
   *     TIME-3)
   */
  public void result(ToolCallId id, ToolResult result, ToolTiming measured) {
    completeCall(id);
    changeCall(id, call -> {
      if (call.hasResult()) {
        return call;
      }
      ToolCallPart.Builder changed = call.toBuilder()
          .isProviderExecuted(true)
          .timing(completed(call.timing(), measured))
          .result(result.result())
          .isError(result.isError())
          .modelContent(result.modelContent())
          .messages(result.messages());
      if (result.hasArtifact()) {
        changed.artifact(result.artifact());
      }
      return changed.build();
    });
  }

  private static ToolTiming completed(@Nullable ToolTiming reported, ToolTiming measured) {
    if (reported == null) {
      return measured;
    }
    return reported.completedAt() != null
        ? reported
        : new ToolTiming(reported.startedAt(), measured.completedAt());
  }

  /**
   * Sets the gate of a call that the provider executes; ignored for any other (rules REPLY-9 and
   * APPR-14), and for one that has a gate or a result already: a gate is never replaced.
   *
   * @param id the id it was started with; an unknown one is dropped
   * @param gate the gate, open
   */
  public void providerApproval(ToolCallId id, ToolApproval gate) {
    changeCall(
        id,
        call -> call.isProviderExecuted() && call.approval() == null && !call.hasResult()
            ? call.toBuilder().approval(gate).build()
            : call);
  }

  /**
   * Sets when the provider executed a call; ignored for any other (rules TOOL-11 and TIME-3).
   *
   * @param id the id it was started with; an unknown one is dropped
   * @param timing when
   */
  public void providerTiming(ToolCallId id, ToolTiming timing) {
    changeCall(
        id, call -> call.isProviderExecuted() ? call.toBuilder().timing(timing).build() : call);
  }

  /**
   * Replaces what this step has written (rule REPLY-6). A call of this step keeps its id, its
   * result and its gate. What listeners see is the whole message.
   *
   * @param parts the content of this step
   */
  public void replaceContent(List<? extends MessagePart> parts) {
    chunks++;
    showGrown();
    openText = null;
    openCalls.clear();
    callsOfStep.forEach((id, index) -> leftOut.put(id, (ToolCallPart) content.get(index)));
    callsOfStep.clear();
    List<MessagePart> replaced = new ArrayList<>();
    for (MessagePart part : parts) {
      MessagePart taken = part;
      if (part instanceof ToolCallPart call) {
        ToolCallPart known = leftOut.remove(call.toolCallId());
        taken = withArguments(known == null ? underUniqueId(call) : sameCall(call, known));
        callsOfStep.put(call.toolCallId(), stepStart + replaced.size());
      }
      replaced.add(taken);
    }
    content = content.first(stepStart).withAll(replaced);
    isDirty = true;
  }

  // ---- inside

  private void grow(PartChange.Kind kind, String delta, @Nullable String parentId) {
    if (delta.isEmpty()) {
      return;
    }
    chunks++;
    OpenPart open = openText;
    if (open == null || open.kind != kind || !Objects.equals(open.parentId, parentId)) {
      closeText();
      open = new OpenPart(content.size(), kind, parentId);
      openText = open;
      add(
          kind == PartChange.Kind.TEXT
              ? TextPart.builder(TextView.of(""))
                  .status(Status.RUNNING)
                  .parentId(parentId)
                  .build()
              : ReasoningPart.builder(TextView.of(""))
                  .status(Status.RUNNING)
                  .parentId(parentId)
                  .build());
    }
    append(open, delta);
  }

  private void append(OpenPart open, String delta) {
    open.buffer.append(delta);
    open.isAhead = true;
    isDirty = true;
    changes.accept(new PartChange.Grown(open.index, open.kind, delta));
  }

  private void add(MessagePart part) {
    content = content.with(part);
    isDirty = true;
    changes.accept(new PartChange.Started(content.size() - 1, part));
  }

  private void closeText() {
    if (openText != null) {
      OpenPart open = openText;
      openText = null;
      close(open);
    }
  }

  private void close(OpenPart open) {
    MessagePart ended = open.ended(content.get(open.index));
    if (ended instanceof ToolCallPart call) {
      ended = call.toBuilder()
          .args(parseArguments.apply(call.argsText().toString()))
          .build();
    }
    content = content.withReplaced(open.index, ended);
    isDirty = true;
    changes.accept(new PartChange.Ended(open.index, ended));
  }

  private void changeCall(ToolCallId id, UnaryOperator<ToolCallPart> change) {
    Integer index = callsOfStep.get(id);
    if (index == null) {
      return;
    }
    chunks++;
    ToolCallPart call = (ToolCallPart) content.get(index);
    ToolCallPart changed = change.apply(call);
    if (!changed.equals(call)) {
      content = content.withReplaced(index, changed);
      isDirty = true;
      changes.accept(new PartChange.Ended(index, changed));
    }
  }

  /** Brings the parts that still grow up to date in the content. */
  private void showGrown() {
    if (openText != null) {
      show(openText);
    }
    openCalls.values().forEach(this::show);
  }

  private void show(OpenPart open) {
    if (open.isAhead) {
      open.isAhead = false;
      content = content.withReplaced(open.index, open.now(content.get(open.index)));
    }
  }

  private ToolCallPart underUniqueId(ToolCallPart call) {
    ToolCallId id = callIds.take(call.toolCallId());
    return id.equals(call.toolCallId()) ? call : call.withId(id);
  }

  /** Fills the arguments of a call that comes whole with their text alone (rule REPLY-3). */
  private ToolCallPart withArguments(ToolCallPart call) {
    boolean hasTextAlone = call.args().isEmpty() && call.argsText().length() > 0;
    return hasTextAlone
        ? call.toBuilder()
            .args(parseArguments.apply(call.argsText().toString()))
            .build()
        : call;
  }

  /**
   * Returns a call as it is written again: what others gave it since, a result, a gate, a decision,
   * stays (rule REPLY-6).
   */
  private static ToolCallPart sameCall(ToolCallPart written, ToolCallPart known) {
    boolean isProviders = known.isProviderExecuted() || written.isProviderExecuted();
    ToolCallPart.Builder merged = known.toBuilder()
        .args(written.args())
        .argsText(written.argsText())
        .parentId(written.parentId())
        .isProviderExecuted(isProviders);
    if (written.providerMetadata() != null) {
      merged.providerMetadata(written.providerMetadata());
    }
    if (written.mcp() != null) {
      merged.mcp(written.mcp());
    }
    if (isProviders && known.approval() == null) {
      merged.approval(written.approval());
    }
    if (isProviders && written.timing() != null && !known.hasResult()) {
      merged.timing(written.timing());
    }
    if (!known.hasResult() && written.hasResult()) {
      merged
          .result(written.result())
          .isError(written.isError())
          .modelContent(written.modelContent())
          .messages(written.messages());
      if (written.hasArtifact()) {
        merged.artifact(written.artifact());
      }
    }
    if (known.isProviderExecuted() && known.approval() == null && !known.hasResult()) {
      merged.approval(written.approval());
    }
    return merged.build();
  }
}
