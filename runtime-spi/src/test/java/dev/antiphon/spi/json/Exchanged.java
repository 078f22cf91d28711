package dev.antiphon.spi.json;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the exchange form makes of a message: the declared differences, and nothing else. */
final class Exchanged {

  private Exchanged() {}

  /**
   * Returns a message as it comes back, without the statuses of parts (rule MSG-8) and without
   * fields that are not known: they have tests of their own.
   */
  static Message of(Message message) {
    Status status = message.status();
    if (Status.INTERRUPTED.equals(status)) {
      status = Status.incomplete(Status.Reason.OTHER);
    } else if (Status.COMPLETE.equals(status)) {
      status = Status.COMPLETE_UNKNOWN;
    }
    return message.toBuilder()
        .unknownFields(Map.of())
        .content(parts(message.content()))
        .attachments(message.attachments().stream().map(Exchanged::attachment).toList())
        .status(status)
        .build();
  }

  private static List<MessagePart> parts(List<MessagePart> parts) {
    return parts.stream().map(Exchanged::part).toList();
  }

  private static Attachment attachment(Attachment attachment) {
    return Attachment.builder(attachment.id(), attachment.type(), attachment.name())
        .contentType(attachment.contentType())
        .content(parts(attachment.content()))
        .build();
  }

  private static MessagePart part(MessagePart part) {
    if (part instanceof TextPart text) {
      return text.toBuilder().status(null).build();
    } else if (part instanceof ReasoningPart reasoning) {
      return reasoning.toBuilder().status(null).build();
    }
    return part instanceof ToolCallPart call ? call(call) : part;
  }

  private static ToolCallPart call(ToolCallPart call) {
    ToolCallPart.Builder exchanged = call.toBuilder().withoutProgress();
    ToolApproval approval = call.approval();
    if (approval != null && approval.resolution() == ToolApproval.Resolution.ANSWERED) {
      exchanged.approval(approval.toBuilder().resolution(null).build());
    }
    List<MessagePart> modelContent = call.modelContent();
    List<Message> messages = call.messages();
    return exchanged
        .modelContent(modelContent == null ? null : parts(modelContent))
        .messages(mapped(messages))
        .build();
  }

  private static @Nullable List<Message> mapped(@Nullable List<Message> messages) {
    return messages == null ? null : messages.stream().map(Exchanged::of).toList();
  }
}
