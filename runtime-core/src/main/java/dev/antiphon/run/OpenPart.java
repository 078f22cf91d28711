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

  void providerMetadata(Map<String, ?> metadata) {
    providerMetadata = metadata;
    isAhead = true;
  }

  /** Returns the part as it is now, while it grows. */
  MessagePart now(MessagePart shown) {
    return part(shown, buffer.view(), Status.RUNNING);
  }

  /** Returns the part as it stays, free of the buffer. */
  MessagePart ended(MessagePart shown) {
    return part(shown, buffer.finished(), null);
  }

  private MessagePart part(MessagePart shown, TextView text, @Nullable Status status) {
    return switch (kind) {
      case TEXT ->
        TextPart.builder(text)
            .status(status)
            .parentId(parentId)
            .providerMetadata(providerMetadata)
            .build();
      case REASONING ->
        ReasoningPart.builder(text)
            .status(status)
            .parentId(parentId)
            .providerMetadata(providerMetadata)
            .build();
      case ARGUMENTS -> ((ToolCallPart) shown).toBuilder().argsText(text).build();
    };
  }
}
