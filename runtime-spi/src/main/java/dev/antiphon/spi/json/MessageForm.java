package dev.antiphon.spi.json;

import dev.antiphon.message.Attachment;
import dev.antiphon.message.AttachmentId;
import dev.antiphon.message.Message;
import dev.antiphon.message.MessageId;
import dev.antiphon.message.MessageMetadata;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.Role;
import dev.antiphon.message.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of a message between its braces, at the root and nested in a tool call. */
final class MessageForm {

  private MessageForm() {}

  /** Writes a message into the object that was just begun. */
  static void write(JsonSink out, Message message, Flavour flavour) throws IOException {
    if (flavour.isWhole() && !flavour.isShown()) {
      out.beginMessage(message.unknownFields());
    }
    out.string("id", message.id().value());
    out.string("role", Status.jsonName(message.role()));
    out.string("createdAt", flavour.time(message.createdAt()));
    writeFields(out, message, flavour);
    if (!flavour.isWhole() && !message.unknownFields().isEmpty()) {
      out.field("unknownFields", message.unknownFields());
    }
  }

  /** Writes a message whose id and date are kept elsewhere into the object that was just begun. */
  static void writeNameless(JsonSink out, Message message, Flavour flavour) throws IOException {
    out.beginMessage(message.unknownFields());
    out.string("role", Status.jsonName(message.role()));
    writeFields(out, message, flavour);
  }

  /** Writes a message and its parent into the object that was just begun. */
  static void writeShown(JsonSink out, Message message, @Nullable MessageId parentId)
      throws IOException {
    out.field("parentId", parentId == null ? null : parentId.value());
    write(out, message, Flavour.SHOWN);
  }

  private static void writeFields(JsonSink out, Message message, Flavour flavour)
      throws IOException {
    PartForm.writeAll(out, "content", message.content(), flavour);
    StatusForm.write(out, "status", flavour.ofMessage(message.status()), flavour);
    MetadataForm.write(out, message.metadata(), message.role(), flavour);
    boolean isNeeded = flavour == Flavour.EXCHANGE && message.role() == Role.USER;
    if (!message.attachments().isEmpty() || isNeeded) {
      out.beginArray("attachments");
      for (Attachment attachment : message.attachments()) {
        writeAttachment(out, attachment, flavour);
      }
      out.endArray();
    }
  }

  private static void writeAttachment(JsonSink out, Attachment attachment, Flavour flavour)
      throws IOException {
    out.beginObject();
    out.string("id", attachment.id().value());
    out.string("type", attachment.type());
    out.string("name", attachment.name());
    out.string("contentType", attachment.contentType());
    if (flavour.isWhole()) {
      StatusForm.write(out, "status", Status.COMPLETE, flavour);
    }
    PartForm.writeAttached(out, "content", attachment.content(), flavour);
    out.endObject();
  }

  /** Reads the fields up to the closing brace. */
  static Message read(JsonCursor in) throws IOException {
    MessageId id = null;
    Role role = null;
    Instant createdAt = null;
    List<MessagePart> content = null;
    Status status = null;
    MessageMetadata metadata = MessageMetadata.NONE;
    List<Attachment> attachments = List.of();
    Map<String, Object> unknownFields = Map.of();
    while (in.nextField()) {
      switch (in.name()) {
        case "id" -> id = new MessageId(in.string());
        case "role" -> role = in.oneOf(Role.class);
        case "createdAt" -> createdAt = in.instant();
        case "content" -> content = PartForm.readAll(in);
        case "status" -> status = StatusForm.ofMessage(in);
        case "metadata" -> metadata = MetadataForm.read(in);
        case "attachments" -> attachments = attachments(in);
        case "unknownFields" -> unknownFields = in.object();
        default -> throw in.unknownField();
      }
    }
    return Message.builder(
            in.required(id, "id"), in.required(role, "role"), in.required(createdAt, "createdAt"))
        .content(in.required(content, "content"))
        .status(status)
        .metadata(metadata)
        .attachments(attachments)
        .unknownFields(unknownFields)
        .build();
  }

  private static List<Attachment> attachments(JsonCursor in) throws IOException {
    List<Attachment> attachments = new ArrayList<>();
    in.beginArray();
    while (in.nextElement(attachments.size())) {
      attachments.add(attachment(in));
    }
    return attachments;
  }

  private static Attachment attachment(JsonCursor in) throws IOException {
    AttachmentId id = null;
    String type = null;
    String name = null;
    String contentType = null;
    List<MessagePart> content = List.of();
    in.beginObject();
    while (in.nextField()) {
      switch (in.name()) {
        case "id" -> id = new AttachmentId(in.string());
        case "type" -> type = in.string();
        case "name" -> name = in.string();
        case "contentType" -> contentType = in.string();
        case "content" -> content = PartForm.readAll(in);
        default -> throw in.unknownField();
      }
    }
    return Attachment.builder(
            in.required(id, "id"), in.required(type, "type"), in.required(name, "name"))
        .contentType(contentType)
        .content(content)
        .build();
  }
}
