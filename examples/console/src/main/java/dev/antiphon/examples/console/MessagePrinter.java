package dev.antiphon.examples.console;

import dev.antiphon.message.ApprovalId;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.thread.MessageView;
import dev.antiphon.tool.PendingApproval;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints one message, as far as it is there; called again, what has come since. So a reply is
 * printed once, however many states of it are seen.
 *
 * <p><b>Threads.</b> For one thread at a time.
 */
final class MessagePrinter {

  private final Screen screen;
  private final List<Integer> printed = new ArrayList<>();
  private final Set<ToolCallId> calls = new HashSet<>();
  private final Set<ToolCallId> results = new HashSet<>();
  private final Set<ApprovalId> gates = new HashSet<>();
  private @Nullable Status told;
  private int openPart = -1;

  MessagePrinter(Screen screen) {
    this.screen = screen;
  }

  /**
   * Prints what of a message has not been printed yet.
   *
   * @param view the message as it is now; always the same one
   */
  void print(MessageView view) {
    Message message = view.message();
    if (message.role() == Role.ASSISTANT) {
      printReply(message, view);
    } else if (printed.isEmpty()) {
      printed.add(0);
      String prefix = message.role() == Role.USER ? "> " : message.role() + ": ";
      screen.line(Tone.USER, prefix + Printable.text(textOf(message)) + version(view, " "));
    }
  }

  /** Takes a user message to be on the screen already. */
  void skip() {
    printed.add(0);
  }

  private static String textOf(Message message) {
    List<String> texts = new ArrayList<>();
    for (MessagePart part : message.content()) {
      texts.add(part instanceof TextPart text ? text.text() : "[" + part.type() + "]");
    }
    message.attachments().forEach(attached -> texts.add("[" + attached.name() + "]"));
    return String.join("\n", texts);
  }

  private void printReply(Message message, MessageView view) {
    List<MessagePart> parts = message.content();
    for (int i = 0; i < parts.size(); i++) {
      if (printed.size() <= i) {
        printed.add(0);
      }
      MessagePart part = parts.get(i);
      if (part instanceof TextPart text) {
        grow(i, Tone.REPLY, text.view());
      } else if (part instanceof ReasoningPart reasoning) {
        grow(i, Tone.REASONING, reasoning.view());
      } else if (part instanceof ToolCallPart call) {
        printCall(call, i < parts.size() - 1 || !message.isRunning());
      } else if (printed.get(i) == 0) {
        printed.set(i, 1);
        screen.line(Tone.NOTE, "[" + part.type() + "]");
      }
    }
    Status status = message.status();
    if (status != null && !status.isRunning()) {
      printEnd(message, status, view);
    }
  }

  private void grow(int index, Tone tone, TextView text) {
    int from = printed.get(index);
    if (text.length() <= from) {
      return;
    }
    if (openPart != index) {
      screen.freshLine();
      openPart = index;
    }
    if (from == 0 && tone == Tone.REASONING) {
      screen.print(tone, "(thinking) ");
    }
    screen.print(tone, Printable.text(text.subSequence(from, text.length()).toString()));
    printed.set(index, text.length());
  }

  private void printCall(ToolCallPart call, boolean isWhole) {
    boolean isReady =
        isWhole || call.hasResult() || call.timing() != null || call.approval() != null;
    if (isReady && calls.add(call.toolCallId())) {
      openPart = -1;
      screen.line(Tone.TOOL, "  [tool] " + named(call.toolName(), call.args()));
    }
    if (call.hasResult() && results.add(call.toolCallId())) {
      openPart = -1;
      String sign = call.isError() ? " failed: " : " = ";
      screen.line(
          call.isError() ? Tone.ERROR : Tone.TOOL,
          "  [tool] " + Printable.cut(call.toolName()) + sign + Printable.json(call.result()));
    }
  }

  /** Returns what is called and with what, in a line. */
  static String named(String tool, Object arguments) {
    return Printable.cut(tool) + " " + Printable.json(arguments);
  }

  private void printEnd(Message message, Status status, MessageView view) {
    for (ToolCallPart call : message.toolCalls()) {
      if (status.isPaused() && call.hasOpenGate()) {
        PendingApproval gate = PendingApproval.of(message.id(), call);
        if (gates.add(gate.id())) {
          screen.line(
              Tone.NOTE,
              "(waits for you to approve " + named(gate.toolName(), gate.arguments())
                  + "; type /approve, or /deny with a reason)");
        }
      }
    }
    if (status.equals(told)) {
      return;
    }
    told = status;
    openPart = -1;
    String end = endOf(status);
    if (!end.isEmpty()) {
      screen.line(status.isError() ? Tone.ERROR : Tone.NOTE, "(" + end + version(view, "; ") + ")");
    } else if (!status.isPaused() && view.branchCount() > 1) {
      screen.line(Tone.NOTE, version(view, ""));
    } else {
      screen.freshLine();
    }
  }

  private static String endOf(Status status) {
    if (status.isPaused()) {
      return status.equals(Status.TOOL_CALLS) ? "" : "the reply waits for a person";
    }
    Status.Reason reason = status.reason();
    if (status.type() == Status.Type.COMPLETE || reason == null) {
      return "";
    }
    return switch (reason) {
      case CANCELLED -> "cancelled";
      case INTERRUPTED ->
        "interrupted: the program ended while this was written; /regenerate writes it anew";
      case ERROR ->
        "failed: "
            + (status.error() == null ? "" : Printable.line(status.error().message()));
      case LENGTH -> "cut: the reply reached its greatest length";
      case CONTENT_FILTER -> "cut by the provider's content filter";
      case TOOL_CALLS -> "stopped: the reply reached the step limit";
      default -> "incomplete";
    };
  }

  /** Returns which version of a message this is, such as {@code (2/2)}, or nothing of one. */
  private static String version(MessageView view, String before) {
    if (view.branchCount() == 1) {
      return "";
    }
    String counter = view.branchNumber() + "/" + view.branchCount();
    return before.equals("; ") ? before + counter : before + "(" + counter + ")";
  }
}
