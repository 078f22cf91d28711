package dev.antiphon.runtime;

import dev.antiphon.message.Json;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ToolCallId;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.UnknownToolCallException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds and replaces the calls of a message; pure. */
final class Calls {

  private Calls() {}

  static ToolCallPart find(Message message, ToolCallId id) {
    return (ToolCallPart) message.content().get(indexOf(message, id));
  }

  static Message changed(Message message, ToolCallId id, UnaryOperator<ToolCallPart> change) {
    int index = indexOf(message, id);
    ToolCallPart before = (ToolCallPart) message.content().get(index);
    ToolCallPart after = change.apply(before);
    return after.equals(before) ? message : message.withPart(index, after);
  }

  private static int indexOf(Message message, ToolCallId id) {
    List<MessagePart> content = message.content();
    for (int index = content.size() - 1; index >= 0; index--) {
      if (content.get(index) instanceof ToolCallPart call && call.toolCallId().equals(id)) {
        return index;
      }
    }
    throw new UnknownToolCallException(message.id(), id.value());
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> objectOrEmpty(@Nullable Object json) {
    return json instanceof Map<?, ?> map
        ? Json.objectOf((Map<String, Object>) map, "args")
        : Map.of();
  }
}
