package dev.antiphon.message;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads parts and attachments from JSON with assistant-ui's names. */
final class PartReader {

  private static final String DATA_PREFIX = "data-";

  private PartReader() {}

  static PartInput part(JsonFields json) {
    return part(json, json.requiredText("type"));
  }

  /** Reads a part of a type; one that starts with {@code data-} is data of that name. */
  static PartInput part(JsonFields json, String type) {
    return type.equals("tool-call")
        ? CallReader.call(json)
        : new PartInput.Finished(finished(json, type));
  }

  /** Reads a part that is no call. */
  static MessagePart finished(JsonFields json, String type) {
    return switch (type) {
      case "text" -> text(json);
      case "reasoning" -> reasoning(json);
      case "source" -> source(json);
      case "image" ->
        new ImagePart(
            json.requiredText("image"), json.text("filename"), json.object("providerMetadata"));
      case "file" ->
        new FilePart(
            json.requiredText("data"),
            json.requiredText("mimeType"),
            json.text("filename"),
            json.text("sourceType"),
            json.object("providerMetadata"),
            json.text("parentId"));
      case "data" -> new DataPart(json.requiredText("name"), json.value("data"));
      case "audio" -> audio(json);
      case "generative-ui" -> generativeUi(json);
      default -> other(json, type);
    };
  }

  static Attachment attachment(JsonFields json) {
    JsonFields status = json.fields("status");
    String state = status == null ? null : status.text("type");
    if (state != null && !state.equals("complete")) {
      throw json.refused("status.type", "is '" + state + "', but only complete ones can be sent");
    }
    List<MessagePart> content =
        json.each("content", part -> finished(part, part.requiredText("type")));
    return Attachment.builder(
            json.requiredId("id", AttachmentId::new),
            requireNonNullElse(json.text("type"), "file"),
            json.requiredText("name"))
        .contentType(json.text("contentType"))
        .content(content == null ? List.of() : content)
        .build();
  }

  private static TextPart text(JsonFields json) {
    return TextPart.builder(TextView.of(json.requiredText("text")))
        .status(StatusReader.ofPart(json))
        .providerMetadata(json.object("providerMetadata"))
        .parentId(json.text("parentId"))
        .build();
  }

  private static ReasoningPart reasoning(JsonFields json) {
    return ReasoningPart.builder(TextView.of(requireNonNullElse(json.text("text"), "")))
        .summary(json.text("unstable_summary"))
        .status(StatusReader.ofPart(json))
        .providerMetadata(json.object("providerMetadata"))
        .parentId(json.text("parentId"))
        .build();
  }

  private static SourcePart source(JsonFields json) {
    String kind = requireNonNullElse(json.text("sourceType"), "url");
    return switch (kind) {
      case "url" ->
        new SourcePart.Url(
            json.requiredText("id"),
            json.requiredText("url"),
            json.text("title"),
            json.object("providerMetadata"),
            json.text("parentId"));
      case "document" ->
        new SourcePart.Document(
            json.requiredText("id"),
            json.requiredText("title"),
            json.requiredText("mediaType"),
            json.text("filename"),
            json.object("providerMetadata"),
            json.text("parentId"));
      default -> throw json.refused("sourceType", "is '" + kind + "', not url or document");
    };
  }

  private static AudioPart audio(JsonFields json) {
    JsonFields audio = json.fields("audio");
    if (audio == null) {
      throw json.refused("audio", "is missing: an object is expected");
    }
    return new AudioPart(audio.requiredText("data"), audio.requiredText("format"));
  }

  private static GenerativeUiPart generativeUi(JsonFields json) {
    var spec = json.object("spec");
    if (spec == null) {
      throw json.refused("spec", "is missing: an object is expected");
    }
    return new GenerativeUiPart(spec, json.text("id"), json.text("parentId"));
  }

  private static MessagePart other(JsonFields json, String type) {
    if (type.startsWith(DATA_PREFIX) && type.length() > DATA_PREFIX.length()) {
      return new DataPart(type.substring(DATA_PREFIX.length()), json.value("data"));
    }
    if (json.reading().isWhole() && !type.equals("tool-call")) {
      return new UnknownPart(type, json.all());
    }
    throw json.refused("type", "is '" + type + "', which is no type of part here");
  }

  /** Reads text and file parts for the model, or returns null if there are none. */
  static @Nullable List<MessagePart> modelContent(JsonFields json) {
    return json.each("modelContent", part -> {
      String type = part.requiredText("type");
      if (!type.equals("text") && !type.equals("file")) {
        throw part.refused("type", "is '" + type + "', but the model gets text and file parts");
      }
      return finished(part, type);
    });
  }
}
