package dev.antiphon.runtime;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Status;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.UnknownPart;
import dev.antiphon.tool.ModelOutput;
import dev.antiphon.tool.Tool;
import dev.antiphon.tool.ToolRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a branch what a model may be sent: total, so that any stored tree gives a valid request.
 * The tree itself is not changed.
 */
final class RequestMessages {

  private final ToolRegistry tools;

  RequestMessages(ToolRegistry tools) {
    this.tools = tools;
  }

  /** Leaves out the placeholders of what cannot be read (rule LOAD-4). */
  List<Message> shown(List<Message> branch) {
    for (Message message : branch) {
      if (Placeholders.isPlaceholder(message)) {
        return branch.stream().filter(each -> !Placeholders.isPlaceholder(each)).toList();
      }
    }
    return branch;
  }

  /** Returns earlier messages with every call answered and nothing that is not for models. */
  List<Message> settled(List<Message> messages) {
    List<Message> settled = null;
    for (int i = 0; i < messages.size(); i++) {
      Message before = messages.get(i);
      Message after = settled(before, false);
      if (!after.equals(before)) {
        settled = settled == null ? new ArrayList<>(messages) : settled;
        settled.set(i, after);
      }
    }
    return settled == null ? messages : settled;
  }

  /**
   * Returns the reply so far, settled as the messages before it; but a call of the provider's whose
   * gate is decided is left to the provider: the decision is what this step tells it (APPR-14).
   */
  Message settledReply(Message message) {
    return settled(message, true);
  }

  private Message settled(Message message, boolean isReply) {
    boolean isClean = true;
    for (MessagePart part : message.content()) {
      isClean &= !(part instanceof ToolCallPart) && !(part instanceof UnknownPart);
    }
    if (isClean) {
      return message;
    }
    List<MessagePart> parts = new ArrayList<>(message.content().size());
    for (MessagePart part : message.content()) {
      if (part instanceof ToolCallPart call) {
        parts.add(answered(call, message.status(), isReply));
      } else if (!(part instanceof UnknownPart)) {
        parts.add(part);
      }
    }
    return message.toBuilder().content(parts).build();
  }

  private ToolCallPart answered(ToolCallPart call, @Nullable Status status, boolean isReply) {
    if (!call.hasResult()) {
      boolean isDecided = call.approval() != null && call.approval().approved() != null;
      return isReply && call.isProviderExecuted() && isDecided ? call : missing(call, status);
    }
    ToolCallPart.Builder seen = call.toBuilder().withoutArtifact();
    List<MessagePart> output = call.modelContent() != null ? null : modelOutput(call);
    return output == null ? seen.build() : seen.modelContent(output).build();
  }

  private @Nullable List<MessagePart> modelOutput(ToolCallPart call) {
    ModelOutput conversion = call.isError()
        ? null
        : tools.find(call.toolName()).map(Tool::modelOutput).orElse(null);
    if (conversion == null) {
      return null;
    }
    try {
      return conversion.toModelOutput(call.result());
    } catch (RuntimeException | Error thrown) {
      Log.warn("toModelOutput of tool '" + call.toolName() + "' failed", thrown);
      return null;
    }
  }

  /** Fills in what a call of an earlier step or message lacks (rule TOOL-9). */
  private static ToolCallPart missing(ToolCallPart call, @Nullable Status status) {
    String why = status == null || status.reason() == null
        ? "was not answered"
        : switch (status.reason()) {
          case CANCELLED -> "was cancelled";
          case INTERRUPTED -> "was interrupted";
          default -> "was not answered";
        };
    return call.toBuilder()
        .interrupt(null)
        .withoutProgress()
        .result("The call of tool '%s' %s.".formatted(call.toolName(), why))
        .isError(true)
        .build();
  }
}
