package dev.antiphon.openai;

import dev.antiphon.message.MessagePart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.port.ReplyWriter;
import dev.antiphon.port.ToolCallOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of one step, by LangChain4j's index: written as their arguments grow, or whole
 * where a model gives them whole.
 *
 * <p>Calls are completed together at the end: a stream may come back to any of them. A call without
 * an id gets one, and so does a second call with the id of a first.
 *
 * <p><b>Threads.</b> For one thread at a time.
 */
final class CallsOfStep {

  /** Where metadata of a provider's own stands, beside that of others. */
  static final String PROVIDER = "openai";

  /** Room for a number behind, within what an id may have. */
  private static final int MAX_ID_LENGTH = 200;

  private final ReplyWriter reply;
  private final StreamFacts facts;
  private final int step;
  private final Map<Integer, Call> calls = new TreeMap<>();
  private final Set<String> usedIds = new HashSet<>();

  /**
   * Begins a step without calls.
   *
   * @param reply takes the calls
   * @param facts what the wire says of calls
   * @param step the number of the step, for ids
   */
  CallsOfStep(ReplyWriter reply, StreamFacts facts, int step) {
    this.reply = reply;
    this.facts = facts;
    this.step = step;
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /** Takes a piece of the arguments of a call. */
  void piece(int index, @Nullable String id, String name, String arguments) {
    Call call = call(index, id, name);
    call.write(call.joiner.join(arguments));
  }

  /** Takes a call as a whole; its arguments count only if no piece of them came. */
  void whole(int index, @Nullable String id, String name, @Nullable String arguments) {
    boolean isNew = !calls.containsKey(index);
    Call call = call(index, id, name);
    if (isNew && arguments != null) {
      call.write(WellFormedText.of(arguments));
    }
  }

  /** Completes all calls: no piece follows. */
  void complete() {
    for (Call call : calls.values()) {
      call.write(call.joiner.rest());
      reply.completeToolCall(call.id);
    }
  }

  /** Returns the calls as parts, in order. */
  List<MessagePart> parts() {
    List<MessagePart> parts = new ArrayList<>();
    calls.values().forEach(call -> parts.add(call.part()));
    return parts;
  }

  private Call call(int index, @Nullable String id, String name) {
    Call known = calls.get(index);
    if (known != null) {
      return known;
    }
    Map<String, Object> fields = facts.callFields(index);
    Call call =
        new Call(uniqueId(index, id), name, fields.isEmpty() ? null : Map.of(PROVIDER, fields));
    calls.put(index, call);
    reply.toolCall(
        call.id, name, ToolCallOptions.builder().providerMetadata(call.metadata).build());
    return call;
  }

  private ToolCallId uniqueId(int index, @Nullable String id) {
    String given = id == null || id.isBlank() ? "call_%d_%d".formatted(step, index) : id;
    String base = WellFormedText.of(cut(given));
    String unique = base;
    for (int i = 2; !usedIds.add(unique); i++) {
      unique = base + "_" + i;
    }
    return new ToolCallId(unique);
  }

  private static String cut(String id) {
    return id.length() <= MAX_ID_LENGTH ? id : id.substring(0, MAX_ID_LENGTH);
  }

  /** One call as it was written. */
  private final class Call {
    private final ToolCallId id;
    private final String name;
    private final @Nullable Map<String, Object> metadata;
    private final TextJoiner joiner = new TextJoiner();
    private final StringBuilder arguments = new StringBuilder();

    Call(ToolCallId id, String name, @Nullable Map<String, Object> metadata) {
      this.id = id;
      this.name = name;
      this.metadata = metadata;
    }

    void write(String text) {
      arguments.append(text);
      reply.argumentsText(id, text);
    }

    ToolCallPart part() {
      return ToolCallPart.builder(id, name)
          .argsText(TextView.of(arguments.toString()))
          .providerMetadata(metadata)
          .build();
    }
  }
}
