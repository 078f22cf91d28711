package dev.antiphon.runtime;

import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallPart;

/**
 * Says how many bytes a part takes, about: what grows without bounds is counted (maxReplyBytes).
 */
final class PartSize {

  private static final int BYTES_PER_CHARACTER = 2;

  private PartSize() {}

  static long of(CharSequence text) {
    return (long) text.length() * BYTES_PER_CHARACTER;
  }

  static long of(MessagePart part) {
    if (part instanceof TextPart text) {
      return of(text.view());
    }
    if (part instanceof ReasoningPart reasoning) {
      return of(reasoning.view());
    }
    if (part instanceof ToolCallPart call) {
      return of(call.argsText());
    }
    if (part instanceof FilePart file) {
      return of(file.data());
    }
    return part instanceof ImagePart image ? of(image.image()) : 0;
  }
}
