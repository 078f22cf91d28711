package dev.antiphon.web;

import static java.util.Objects.requireNonNull;

import dev.antiphon.error.ErrorInfo;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.RunId;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TokenUsage;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.run.RunOutcome;
import dev.antiphon.thread.ThreadEvent;
import dev.antiphon.tool.PendingApproval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the frames of the UI message stream of the events of one run. For one thread.
 *
 * <p>Clients fail at a frame that they do not expect, so nothing is taken for granted: a delta of a
 * part that was never begun begins it, an output of a call that was never told tells it, and what
 * has no frame is left out.
 */
final class UiMessageEncoder {

  private final RunId run;
  private final @Nullable Message before;
  private final ToolFrames tools;

  /** The parts that grow, by their index, with the names that the page knows them by. */
  private final Map<Integer, OpenText> open = new TreeMap<>();

  private final List<byte[]> out = new ArrayList<>();
  private @Nullable MessageId messageId;
  private boolean isStepOpen;
  private int names;
  private TokenUsage usage = TokenUsage.NONE;
  private @Nullable Status status;
  private @Nullable String finishReason;
  private boolean isFinished;

  /** A text that grows. */
  private record OpenText(String kind, String name) {}

  /**
   * Starts one.
   *
   * @param run the run
   * @param before the message that it goes on with, as the page has it; {@code null} for a new one
   */
  UiMessageEncoder(RunId run, @Nullable Message before) {
    this.run = run;
    this.before = before;
    this.tools = new ToolFrames(before, out);
  }

  /** Returns whether the last frame was made. */
  boolean isFinished() {
    return isFinished;
  }

  /** Returns the frames that an event makes. */
  List<byte[]> encode(ThreadEvent event) {
    if (!isFinished) {
      if (event instanceof ThreadEvent.ThreadClosed || event instanceof ThreadEvent.Overflow) {
        fail("The stream was cut. Load the thread again.");
      } else if (run.equals(event.runId())) {
        encodeOwn(event);
      }
    }
    List<byte[]> made = List.copyOf(out);
    out.clear();
    return made;
  }

  /**
   * Returns the frames of a reply that was over before anybody asked for its stream.
   *
   * @param outcome how its run ended
   * @param message the reply, or {@code null} if there is none
   */
  List<byte[]> whole(RunOutcome outcome, @Nullable Message message) {
    if (message != null) {
      start(message.id());
      for (int index = 0; index < message.content().size(); index++) {
        whole(message, index);
      }
      status = message.status();
    }
    ended(outcome, status == null ? null : status.error());
    finish();
    List<byte[]> made = List.copyOf(out);
    out.clear();
    return made;
  }

  private void whole(Message message, int index) {
    MessagePart part = message.content().get(index);
    begin(index, part);
    end(index);
    if (part instanceof ToolCallPart call) {
      tools.input(call);
      tools.output(call);
      if (call.hasOpenGate()) {
        tools.approval(PendingApproval.of(message.id(), call));
      }
    }
  }

  /** Returns the frames that end a stream that cannot go on. */
  List<byte[]> cut(String why) {
    fail(why);
    List<byte[]> made = List.copyOf(out);
    out.clear();
    return made;
  }

  private void fail(String why) {
    out.add(UiFrame.of("error").with("errorText", why).bytes());
    finishReason = "error";
    finish();
  }

  private void encodeOwn(ThreadEvent event) {
    if (before != null) {
      start(before.id());
    } else if (isOfReply(event)) {
      start(requireNonNull(event.messageId()));
    }
    if (event instanceof ThreadEvent.MessageAdded added) {
      if (added.message().role() == Role.ASSISTANT) {
        start(added.message().id());
      }
    } else if (event instanceof ThreadEvent.StepStarted) {
      start(requireNonNull(event.messageId()));
      endStep();
      isStepOpen = true;
      out.add(UiFrame.of("start-step").bytes());
    } else if (event instanceof ThreadEvent.StepEnded ended) {
      TokenUsage own = ended.step().usage();
      usage = own == null ? usage : usage.plus(own);
    } else if (event instanceof ThreadEvent.ToolEnded ended) {
      tools.output(ended.call());
    } else if (event instanceof ThreadEvent.ApprovalRequested requested) {
      tools.approval(requested.approval());
    } else if (event instanceof ThreadEvent.MessageChanged changed) {
      status = changed.message().status();
      changed.message().toolCalls().stream().filter(ToolCallPart::hasResult).forEach(tools::output);
    } else if (event instanceof ThreadEvent.MessageNotSent failed) {
      out.add(UiFrame.of("error").with("errorText", failed.error().message()).bytes());
      finishReason = "error";
    } else if (event instanceof ThreadEvent.RunEnded ended) {
      ended(ended.outcome(), ended.error());
    } else if (event instanceof ThreadEvent.RunCompleted) {
      finish();
    } else {
      encodePart(event);
    }
  }

  /** Returns whether an event is of the reply, so that the page must know the reply before. */
  private static boolean isOfReply(ThreadEvent event) {
    return event instanceof ThreadEvent.PartStarted
        || event instanceof ThreadEvent.PartDelta
        || event instanceof ThreadEvent.PartEnded
        || event instanceof ThreadEvent.ToolEnded
        || event instanceof ThreadEvent.ApprovalRequested
        || (event instanceof ThreadEvent.MessageChanged changed
            && changed.message().role() == Role.ASSISTANT);
  }

  private void start(MessageId id) {
    if (messageId == null) {
      messageId = id;
      out.add(UiFrame.of("start").with("messageId", id.value()).bytes());
    }
  }

  private void encodePart(ThreadEvent event) {
    if (event instanceof ThreadEvent.PartStarted started) {
      begin(started.index(), started.part());
    } else if (event instanceof ThreadEvent.ArgumentsDelta delta) {
      tools.argumentsGrew(delta.index(), delta.delta());
    } else if (event instanceof ThreadEvent.PartDelta delta) {
      String kind = event instanceof ThreadEvent.ReasoningDelta ? "reasoning" : "text";
      OpenText text = open.computeIfAbsent(delta.index(), index -> opened(kind));
      out.add(UiFrame.of(text.kind() + "-delta")
          .with("id", text.name())
          .with("delta", delta.delta())
          .bytes());
    } else if (event instanceof ThreadEvent.PartEnded ended) {
      end(ended.index());
      if (ended.part() instanceof ToolCallPart call) {
        tools.input(call);
      }
    }
  }

  private OpenText opened(String kind) {
    OpenText text = new OpenText(kind, kind.charAt(0) + Integer.toString(++names));
    out.add(UiFrame.of(kind + "-start").with("id", text.name()).bytes());
    return text;
  }

  private void begin(int index, MessagePart part) {
    end(index);
    if (part instanceof ToolCallPart call) {
      tools.begin(index, call);
    } else if (part instanceof TextPart text) {
      begin(index, "text", text.text(), text.status() == null);
    } else if (part instanceof ReasoningPart reasoning) {
      begin(index, "reasoning", reasoning.text(), reasoning.status() == null);
    } else {
      PartFrames.of(part).ifPresent(out::add);
    }
  }

  private void begin(int index, String kind, String text, boolean isWhole) {
    OpenText opened = opened(kind);
    open.put(index, opened);
    if (!text.isEmpty()) {
      out.add(UiFrame.of(kind + "-delta")
          .with("id", opened.name())
          .with("delta", text)
          .bytes());
    }
    if (isWhole) {
      end(index);
    }
  }

  private void end(int index) {
    OpenText text = open.remove(index);
    if (text != null) {
      out.add(UiFrame.of(text.kind() + "-end").with("id", text.name()).bytes());
    }
  }

  private void endStep() {
    List.copyOf(open.keySet()).forEach(this::end);
    if (isStepOpen) {
      isStepOpen = false;
      out.add(UiFrame.of("finish-step").bytes());
    }
  }

  private void ended(RunOutcome outcome, @Nullable ErrorInfo error) {
    endStep();
    if (outcome == RunOutcome.CANCELLED) {
      out.add(UiFrame.of("abort").with("reason", "cancelled").bytes());
      finishReason = "other";
    } else if (error != null) {
      out.add(UiFrame.of("error").with("errorText", error.message()).bytes());
      finishReason = "error";
    } else {
      finishReason = reasonOf(outcome, status);
    }
  }

  private static String reasonOf(RunOutcome outcome, @Nullable Status status) {
    Status.Reason reason = status == null ? null : status.reason();
    return switch (outcome) {
      case COMPLETE -> "stop";
      case PAUSED -> "tool-calls";
      case FAILED, NOT_SENT -> "error";
      case CANCELLED -> "other";
      case INCOMPLETE ->
        reason == Status.Reason.LENGTH
                || reason == Status.Reason.CONTENT_FILTER
                || reason == Status.Reason.TOOL_CALLS
            ? Status.jsonName(reason)
            : "other";
    };
  }

  private void finish() {
    isFinished = true;
    endStep();
    Map<String, Object> counts =
        Map.of("inputTokens", usage.inputTokens(), "outputTokens", usage.outputTokens());
    out.add(UiFrame.of("finish")
        .with("finishReason", finishReason == null ? "other" : finishReason)
        .with("messageMetadata", usage.equals(TokenUsage.NONE) ? null : Map.of("usage", counts))
        .bytes());
    out.add(UiFrame.DONE);
  }
}
