package dev.antiphon.web;

import dev.antiphon.message.Message;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.spi.json.JacksonJson;
import dev.antiphon.tool.PendingApproval;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The frames of tool calls: begin, arguments, input, approval, output, each in its turn and once.
 */
final class ToolFrames {

  private static final JacksonJson JSON = new JacksonJson();

  private final List<byte[]> out;
  private final Map<Integer, ToolCallId> growing = new HashMap<>();
  private final Set<ToolCallId> inputs = new HashSet<>();
  private final Set<ToolCallId> outputs = new HashSet<>();

  /**
   * Starts with what the page has.
   *
   * @param before the message that is gone on with, or {@code null}
   * @param out where frames go
   */
  ToolFrames(@Nullable Message before, List<byte[]> out) {
    this.out = out;
    if (before != null) {
      for (ToolCallPart call : before.toolCalls()) {
        inputs.add(call.toolCallId());
        if (call.hasResult()) {
          outputs.add(call.toolCallId());
        }
      }
    }
  }

  void begin(int index, ToolCallPart call) {
    growing.put(index, call.toolCallId());
    out.add(UiFrame.of("tool-input-start")
        .with("toolCallId", call.toolCallId().value())
        .with("toolName", call.toolName())
        .bytes());
    String text = call.argsText().toString();
    if (!text.isEmpty()) {
      argumentsGrew(index, text);
    }
    if (call.hasResult()) {
      output(call);
    }
  }

  void argumentsGrew(int index, String delta) {
    ToolCallId call = growing.get(index);
    if (call != null && !inputs.contains(call)) {
      out.add(UiFrame.of("tool-input-delta")
          .with("toolCallId", call.value())
          .with("inputTextDelta", delta)
          .bytes());
    }
  }

  /** Tells the arguments, unless they were told. */
  void input(ToolCallPart call) {
    if (inputs.add(call.toolCallId())) {
      out.add(UiFrame.of("tool-input-available")
          .with("toolCallId", call.toolCallId().value())
          .with("toolName", call.toolName())
          .with("input", argumentsOf(call))
          .with("providerExecuted", call.isProviderExecuted() ? true : null)
          .bytes());
    }
  }

  /** Returns the arguments; those that are no object are none, as the runtime takes them. */
  private static Object argumentsOf(ToolCallPart call) {
    if (!call.args().isEmpty()) {
      return call.args();
    }
    try {
      Object parsed = JSON.parse(call.argsText().toString());
      return parsed instanceof Map ? parsed : Map.of();
    } catch (IllegalArgumentException notJson) {
      // Cut off, or wrong: the call is answered with an error, which is told as its output.
      return Map.of();
    }
  }

  void approval(PendingApproval approval) {
    if (!inputs.contains(approval.toolCallId())) {
      inputs.add(approval.toolCallId());
      out.add(UiFrame.of("tool-input-available")
          .with("toolCallId", approval.toolCallId().value())
          .with("toolName", approval.toolName())
          .with("input", approval.arguments())
          .bytes());
    }
    out.add(UiFrame.of("tool-approval-request")
        .with("approvalId", approval.id().value())
        .with("toolCallId", approval.toolCallId().value())
        .bytes());
  }

  /** Tells the result, unless it was told. */
  void output(ToolCallPart call) {
    if (!call.hasResult() || !outputs.add(call.toolCallId())) {
      return;
    }
    input(call);
    String id = call.toolCallId().value();
    ToolApproval gate = call.approval();
    if (gate != null && Boolean.FALSE.equals(gate.approved())) {
      out.add(UiFrame.of("tool-output-denied").with("toolCallId", id).bytes());
    } else if (call.isError()) {
      Object result = call.result();
      out.add(UiFrame.of("tool-output-error")
          .with("toolCallId", id)
          .with("errorText", result instanceof String text ? text : Operations.text(result))
          .bytes());
    } else {
      out.add(UiFrame.of("tool-output-available")
          .with("toolCallId", id)
          .bytesWith("output", call.result()));
    }
  }
}
