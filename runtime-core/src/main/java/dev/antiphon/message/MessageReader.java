package dev.antiphon.message;

import java.util.List;

/** Reads a message from JSON with assistant-ui's names, as input or whole. */
final class MessageReader {

  private MessageReader() {}

  static MessageInput message(JsonFields json) {
    String name = json.requiredText("role");
    Role role = StatusReader.constant(Role.class, name);
    if (role == null) {
      throw json.refused("role", "is '" + name + "', not system, user or assistant");
    }
    List<Attachment> attachments = json.each("attachments", PartReader::attachment);
    MessageInput.Builder message = MessageInput.builder(role)
        .id(json.id("id", MessageId::new))
        .createdAt(json.time("createdAt"))
        .parts(content(json))
        .status(StatusReader.ofMessage(json))
        .metadata(MetadataReader.of(json.fields("metadata")))
        .attachments(attachments == null ? List.of() : attachments);
    if (json.reading().isWhole()) {
      message.keepAll(json.reading().unknownFields());
    }
    return message.build();
  }

  private static List<PartInput> content(JsonFields json) {
    if (json.value("content") instanceof String text) {
      return List.of(new PartInput.Finished(TextPart.of(text)));
    }
    List<PartInput> parts = json.each("content", PartReader::part);
    if (parts == null) {
      throw json.refused("content", "is missing: a string or an array of parts is expected");
    }
    return parts;
  }
}
