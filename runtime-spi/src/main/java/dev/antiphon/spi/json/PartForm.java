package dev.antiphon.spi.json;

import com.fasterxml.jackson.core.JsonParser;
import dev.antiphon.message.AudioPart;
import dev.antiphon.message.DataPart;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.GenerativeUiPart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.InvalidMessageException;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.ReasoningPart;
import dev.antiphon.message.SourcePart;
import dev.antiphon.message.TextPart;
import dev.antiphon.message.TextView;
import dev.antiphon.message.ToolCallPart;
import dev.antiphon.message.UnknownPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON of parts: an object whose {@code type} says which fields it has. */
final class PartForm {

  private static final Set<String> KNOWN_TYPES = Set.of(
      "text",
      "reasoning",
      "tool-call",
      "source",
      "image",
      "file",
      "data",
      "audio",
      "generative-ui");

  private PartForm() {}

  static void writeAll(JsonSink out, String name, List<MessagePart> parts, Flavour flavour)
      throws IOException {
    out.beginArray(name);
    for (MessagePart part : parts) {
      write(out, part, flavour);
    }
    out.endArray();
  }

  /** Writes the parts of an attachment; the cloud keeps the file name of an image only there. */
  static void writeAttached(JsonSink out, String name, List<MessagePart> parts, Flavour flavour)
      throws IOException {
    out.beginArray(name);
    for (MessagePart part : parts) {
      if (part instanceof ImagePart image && flavour.isCloud()) {
        out.beginObject();
        out.string("type", part.type());
        out.string("image", image.image());
        out.string("filename", image.filename());
        out.endObject();
      } else {
        write(out, part, flavour);
      }
    }
    out.endArray();
  }

  static void write(JsonSink out, MessagePart part, Flavour flavour) throws IOException {
    if (part instanceof UnknownPart unknown) {
      writeUnknown(out, unknown, flavour);
      return;
    }
    out.beginObject();
    out.string("type", part.type());
    if (part instanceof TextPart text) {
      out.string("text", text.text());
      StatusForm.write(out, "status", flavour.isCloud() ? null : text.status(), flavour);
      writeOrigin(out, flavour.isCloud() ? null : text.providerMetadata(), text.parentId());
    } else if (part instanceof ReasoningPart reasoning) {
      out.string("text", reasoning.text());
      out.string("unstable_summary", reasoning.summary());
      StatusForm.write(out, "status", flavour.isCloud() ? null : reasoning.status(), flavour);
      writeOrigin(out, reasoning.providerMetadata(), reasoning.parentId());
    } else if (part instanceof ToolCallPart call) {
      ToolCallForm.write(out, call, flavour);
    } else if (part instanceof SourcePart source) {
      writeSource(out, source);
    } else if (part instanceof ImagePart image) {
      out.string("image", image.image());
      if (!flavour.isCloud()) {
        out.string("filename", image.filename());
        writeOrigin(out, image.providerMetadata(), null);
      }
    } else if (part instanceof FilePart file) {
      out.string("data", file.data());
      out.string("mimeType", file.mimeType());
      out.string("filename", file.filename());
      out.string("sourceType", file.sourceType());
      writeOrigin(out, flavour.isCloud() ? null : file.providerMetadata(), file.parentId());
    } else if (part instanceof DataPart data) {
      out.string("name", data.name());
      out.field("data", data.data());
    } else if (part instanceof AudioPart audio) {
      out.beginObject("audio");
      out.string("data", audio.data());
      out.string("format", audio.format());
      out.endObject();
    } else if (part instanceof GenerativeUiPart ui) {
      out.field("spec", ui.spec());
      out.string("id", ui.id());
      out.string("parentId", ui.parentId());
    } else {
      throw new AssertionError("Unhandled kind of part: " + part.getClass());
    }
    out.endObject();
  }

  private static void writeOrigin(
      JsonSink out, @Nullable Map<String, Object> providerMetadata, @Nullable String parentId)
      throws IOException {
    out.object("providerMetadata", providerMetadata);
    out.string("parentId", parentId);
  }

  private static void writeSource(JsonSink out, SourcePart source) throws IOException {
    if (source instanceof SourcePart.Url url) {
      out.string("sourceType", "url");
      out.string("id", url.id());
      out.string("url", url.url());
      out.string("title", url.title());
    } else if (source instanceof SourcePart.Document document) {
      out.string("sourceType", "document");
      out.string("id", document.id());
      out.string("title", document.title());
      out.string("mediaType", document.mediaType());
      out.string("filename", document.filename());
    } else {
      throw new AssertionError("Unhandled kind of source: " + source.getClass());
    }
    writeOrigin(out, source.providerMetadata(), source.parentId());
  }

  private static void writeUnknown(JsonSink out, UnknownPart part, Flavour flavour)
      throws IOException {
    boolean isOther =
        KNOWN_TYPES.contains(part.type()) || !part.type().equals(part.fields().get("type"));
    if (isOther && !flavour.isShown()) {
      throw new InvalidMessageException(
          "content",
          "has an UnknownPart whose type is one that is known, or is not its field 'type'; it would come back as another part");
    }
    out.value(part.fields());
  }

  static List<MessagePart> readAll(JsonCursor in) throws IOException {
    List<MessagePart> parts = new ArrayList<>();
    in.beginArray();
    while (in.nextElement(parts.size())) {
      parts.add(read(in));
    }
    return parts;
  }

  private static MessagePart read(JsonCursor in) throws IOException {
    in.beginObject();
    Map<String, Object> fields = new LinkedHashMap<>();
    while (in.nextField()) {
      String name = in.name();
      if (fields.isEmpty() && name.equals("type") && in.isString()) {
        String type = in.string();
        if (KNOWN_TYPES.contains(type)) {
          return readKnown(type, in);
        }
        fields.put(name, type);
      } else {
        fields.put(name, in.anonymousValue());
      }
    }
    if (!(in.required(fields.get("type"), "type") instanceof String type)) {
      throw in.problem("expected a string as type, found another value");
    }
    return KNOWN_TYPES.contains(type) ? reordered(type, fields, in) : new UnknownPart(type, fields);
  }

  /** Reads a known part whose {@code type} did not come first. */
  private static MessagePart reordered(String type, Map<String, Object> fields, JsonCursor in)
      throws IOException {
    Map<String, Object> typeFirst = new LinkedHashMap<>();
    typeFirst.put("type", type);
    typeFirst.putAll(fields);
    JsonSink text = new JsonSink(StrictJackson.MESSAGES);
    text.value(typeFirst);
    try (JsonParser parser = StrictJackson.MESSAGES.parser(text.finish())) {
      return read(new JsonCursor(parser, in.path()));
    }
  }

  private static MessagePart readKnown(String type, JsonCursor in) throws IOException {
    return switch (type) {
      case "text" -> text(in);
      case "reasoning" -> reasoning(in);
      case "tool-call" -> ToolCallForm.read(in);
      case "source" -> source(in);
      case "image" -> image(in);
      case "file" -> file(in);
      case "data" -> data(in);
      case "audio" -> audio(in);
      case "generative-ui" -> generativeUi(in);
      default -> throw new AssertionError("Unhandled type of part: " + type);
    };
  }

  private static TextPart text(JsonCursor in) throws IOException {
    TextPart.Builder part = TextPart.builder(TextView.of(""));
    String text = null;
    while (in.nextField()) {
      switch (in.name()) {
        case "text" -> text = in.string();
        case "status" -> part.status(StatusForm.ofPart(in));
        case "providerMetadata" -> part.providerMetadata(in.object());
        case "parentId" -> part.parentId(in.string());
        default -> throw in.unknownField();
      }
    }
    return part.text(TextView.of(in.required(text, "text"))).build();
  }

  private static ReasoningPart reasoning(JsonCursor in) throws IOException {
    ReasoningPart.Builder part = ReasoningPart.builder(TextView.of(""));
    String text = null;
    while (in.nextField()) {
      switch (in.name()) {
        case "text" -> text = in.string();
        case "unstable_summary" -> part.summary(in.string());
        case "status" -> part.status(StatusForm.ofPart(in));
        case "providerMetadata" -> part.providerMetadata(in.object());
        case "parentId" -> part.parentId(in.string());
        default -> throw in.unknownField();
      }
    }
    return part.text(TextView.of(in.required(text, "text"))).build();
  }

  private static SourcePart source(JsonCursor in) throws IOException {
    String sourceType = null;
    String id = null;
    String url = null;
    String title = null;
    String mediaType = null;
    String filename = null;
    Map<String, Object> providerMetadata = null;
    String parentId = null;
    while (in.nextField()) {
      switch (in.name()) {
        case "sourceType" -> sourceType = in.string();
        case "id" -> id = in.string();
        case "url" -> url = in.string();
        case "title" -> title = in.string();
        case "mediaType" -> mediaType = in.string();
        case "filename" -> filename = in.string();
        case "providerMetadata" -> providerMetadata = in.object();
        case "parentId" -> parentId = in.string();
        default -> throw in.unknownField();
      }
    }
    String checkedId = in.required(id, "id");
    String kind = in.required(sourceType, "sourceType");
    if (kind.equals("url") && mediaType == null && filename == null) {
      return new SourcePart.Url(
          checkedId, in.required(url, "url"), title, providerMetadata, parentId);
    }
    if (kind.equals("document") && url == null) {
      return new SourcePart.Document(
          checkedId,
          in.required(title, "title"),
          in.required(mediaType, "mediaType"),
          filename,
          providerMetadata,
          parentId);
    }
    throw in.problem("expected the fields of a source of type url or document, found others");
  }

  private static ImagePart image(JsonCursor in) throws IOException {
    String image = null;
    String filename = null;
    Map<String, Object> providerMetadata = null;
    while (in.nextField()) {
      switch (in.name()) {
        case "image" -> image = in.string();
        case "filename" -> filename = in.string();
        case "providerMetadata" -> providerMetadata = in.object();
        default -> throw in.unknownField();
      }
    }
    return new ImagePart(in.required(image, "image"), filename, providerMetadata);
  }

  private static FilePart file(JsonCursor in) throws IOException {
    String data = null;
    String mimeType = null;
    String filename = null;
    String sourceType = null;
    Map<String, Object> providerMetadata = null;
    String parentId = null;
    while (in.nextField()) {
      switch (in.name()) {
        case "data" -> data = in.string();
        case "mimeType" -> mimeType = in.string();
        case "filename" -> filename = in.string();
        case "sourceType" -> sourceType = in.string();
        case "providerMetadata" -> providerMetadata = in.object();
        case "parentId" -> parentId = in.string();
        default -> throw in.unknownField();
      }
    }
    return new FilePart(
        in.required(data, "data"),
        in.required(mimeType, "mimeType"),
        filename,
        sourceType,
        providerMetadata,
        parentId);
  }

  private static DataPart data(JsonCursor in) throws IOException {
    String name = null;
    Object data = null;
    while (in.nextField()) {
      switch (in.name()) {
        case "name" -> name = in.string();
        case "data" -> data = in.value();
        default -> throw in.unknownField();
      }
    }
    return new DataPart(in.required(name, "name"), data);
  }

  private static AudioPart audio(JsonCursor in) throws IOException {
    String data = null;
    String format = null;
    boolean isThere = false;
    while (in.nextField()) {
      if (!in.name().equals("audio")) {
        throw in.unknownField();
      }
      isThere = true;
      in.beginObject();
      while (in.nextField()) {
        switch (in.name()) {
          case "data" -> data = in.string();
          case "format" -> format = in.string();
          default -> throw in.unknownField();
        }
      }
    }
    in.required(isThere ? true : null, "audio");
    return new AudioPart(in.required(data, "audio.data"), in.required(format, "audio.format"));
  }

  private static GenerativeUiPart generativeUi(JsonCursor in) throws IOException {
    Map<String, Object> spec = null;
    String id = null;
    String parentId = null;
    while (in.nextField()) {
      switch (in.name()) {
        case "spec" -> spec = in.object();
        case "id" -> id = in.string();
        case "parentId" -> parentId = in.string();
        default -> throw in.unknownField();
      }
    }
    return new GenerativeUiPart(in.required(spec, "spec"), id, parentId);
  }
}
