package dev.antiphon.cloud;

import dev.antiphon.message.Message;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.spi.json.AuiV0Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The messages that a title is asked for, as front ends send them: texts and tool calls alone. */
final class TitleMessages {

  private static final AuiV0Json FORM = new AuiV0Json();

  private TitleMessages() {}

  static List<Map<String, Object>> of(List<Message> messages) {
    return messages.stream().map(TitleMessages::of).toList();
  }

  /** Returns whether anything was said. */
  static boolean haveText(List<Message> messages) {
    return messages.stream().anyMatch(message -> !message.text().isBlank());
  }

  private static Map<String, Object> of(Message message) {
    List<MessagePart> content = message.content().stream()
        .filter(part -> part instanceof TextPart || part instanceof ToolCallPart)
        .toList();
    Message reduced = message.toBuilder()
        .content(content)
        .attachments(List.of())
        .unknownFields(Map.of())
        .build();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", message.id().value());
    fields.put("createdAt", Timestamps.of(message.createdAt()));
    fields.putAll(FORM.encode(reduced));
    return WellFormedText.of(fields);
  }
}
