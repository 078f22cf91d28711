package dev.antiphon.spi.json;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolApproval;
import dev.antiphon.message.ToolCallPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code aui/v0} keeps of a message: the declared losses taken away, and nothing else. Fields
 * that are not known have a test of their own.
 */
final class Kept {

  private Kept() {}

  static Message of(Message message) {
    List<MessagePart> content = new ArrayList<>();
    for (MessagePart part : message.content()) {
      content.add(
          part instanceof ImagePart image ? new ImagePart(image.image(), null, null) : of(part));
    }
    return message.toBuilder()
        .unknownFields(Map.of())
        .content(content)
        .attachments(message.attachments().stream().map(Kept::of).toList())
        .status(of(message.status()))
        .build();
  }

  private static @Nullable Status of(@Nullable Status status) {
    if (Status.RUNNING.equals(status)) {
      return Status.CANCELLED;
    } else if (Status.INTERRUPTED.equals(status)) {
      return Status.incomplete(Status.Reason.OTHER);
    }
    return Status.COMPLETE.equals(status) ? Status.COMPLETE_UNKNOWN : status;
  }

  private static Attachment of(Attachment attachment) {
    return Attachment.builder(attachment.id(), attachment.type(), attachment.name())
        .contentType(attachment.contentType())
        .content(attachment.content().stream().map(Kept::of).toList())
        .build();
  }

  private static MessagePart of(MessagePart part) {
    if (part instanceof TextPart text) {
      return text.toBuilder().status(null).providerMetadata(null).build();
    } else if (part instanceof ReasoningPart reasoning) {
      return reasoning.toBuilder().status(null).build();
    } else if (part instanceof ImagePart image) {
      return new ImagePart(image.image(), image.filename(), null);
    } else if (part instanceof FilePart file) {
      return new FilePart(
          file.data(), file.mimeType(), file.filename(), file.sourceType(), null, file.parentId());
    }
    return part instanceof ToolCallPart call ? of(call) : part;
  }

  private static ToolCallPart of(ToolCallPart call) {
    ToolCallPart.Builder kept = ToolCallPart.builder(call.toolCallId(), call.toolName())
        .args(AuiV0Json.argumentsOf(call))
        .argsText(call.argsText())
        .isError(call.isError())
        .timing(call.timing())
        .approval(of(call.approval()))
        .interrupt(call.interrupt())
        .mcp(call.mcp())
        .isProviderExecuted(call.isProviderExecuted())
        .parentId(call.parentId());
    if (call.hasResult()) {
      kept.result(call.result());
    }
    List<Message> messages = call.messages();
    return kept.messages(
            messages == null ? null : messages.stream().map(Kept::of).toList())
        .build();
  }

  private static @Nullable ToolApproval of(@Nullable ToolApproval approval) {
    return approval != null && approval.resolution() == ToolApproval.Resolution.ANSWERED
        ? approval.toBuilder().resolution(null).build()
        : approval;
  }
}
