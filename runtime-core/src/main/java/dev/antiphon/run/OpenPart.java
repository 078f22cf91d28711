package dev.antiphon.run;

import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.Status;
import dev.antiphon.message.TextBuffer;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolCallPart;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part that still grows: its buffer, and how to make a part of it. */
final class OpenPart {

  final int index;
  final PartChange.Kind kind;
  final @Nullable String parentId;
  final TextBuffer buffer = new TextBuffer();

  /** Whether the buffer holds more than the part in the content shows. */
  boolean isAhead;

  private @Nullable Map<String, ?> providerMetadata;

  OpenPart(int index, PartChange.Kind kind, @Nullable String parentId) {
    this.index = index;
    this.kind = kind;
    this.parentId = parentId;
  }

  /** Opens a part of a message again, to go on with it. */
  static OpenPart again(int index, MessagePart part) {
    OpenPart open;
    if (part instanceof TextPart text) {
      open = new OpenPart(index, PartChange.Kind.TEXT, text.parentId());
      open.buffer.append(text.text());
    } else if (part instanceof ReasoningPart reasoning) {
      open = new OpenPart(index, PartChange.Kind.REASONING, reasoning.parentId());
      open.buffer.append(reasoning.text());
    } else {
      ToolCallPart call = (ToolCallPart) part;
      open = new OpenPart(index, PartChange.Kind.ARGUMENTS, call.parentId());
      open.buffer.append(call.argsText().toString());
    }
    return open;
  }

  /** Sets what the part has besides its text once it is closed. */
  void providerMetadata(Map<String, ?> metadata) {
    providerMetadata = metadata;
  }

  /** Returns the part as it is now, while it grows. */
  MessagePart now(MessagePart shown) {
    return part(shown, buffer.view(), Status.RUNNING, null);
  }

  /** Returns the part as it stays, free of the buffer. */
  MessagePart ended(MessagePart shown) {
    return part(shown, buffer.finished(), null, providerMetadata);
  }

  private MessagePart part(
      MessagePart shown,
      TextView text,
      @Nullable Status status,
      @Nullable Map<String, ?> metadata) {
    return switch (kind) {
      case TEXT -> {
        Map<String, ?> former = ((TextPart) shown).providerMetadata();
        yield TextPart.builder(text)
            .status(status)
            .parentId(parentId)
            .providerMetadata(metadata == null ? former : metadata)
            .build();
      }
      case REASONING ->
        ((ReasoningPart) shown)
            .toBuilder()
                .text(text)
                .status(status)
                .providerMetadata(
                    metadata == null ? ((ReasoningPart) shown).providerMetadata() : metadata)
                .build();
      case ARGUMENTS -> ((ToolCallPart) shown).toBuilder().argsText(text).build();
    };
  }
}
