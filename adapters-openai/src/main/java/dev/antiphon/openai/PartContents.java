package dev.antiphon.openai;

import dev.antiphon.message.AudioPart;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.TextPart;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model gets of parts that may stand in a user message. Text files are sent as text. What
 * the model does not take is named in words, so that it can say so; data parts are for user
 * interfaces and are not sent.
 */
final class PartContents {

  private static final Set<String> TEXT_TYPES = Set.of(
      "application/json",
      "application/xml",
      "application/yaml",
      "application/x-yaml",
      "application/javascript",
      "application/x-ndjson",
      "application/sql",
      "application/toml",
      "application/x-sh");

  private final Set<MediaKind> accepted;

  PartContents(Set<MediaKind> accepted) {
    this.accepted = accepted;
  }

  /** Returns what is sent of parts; may be empty. */
  List<Content> of(List<? extends MessagePart> parts) {
    List<Content> contents = new ArrayList<>();
    for (MessagePart part : parts) {
      of(part).ifPresent(contents::add);
    }
    return contents;
  }

  private Optional<Content> of(MessagePart part) {
    if (part instanceof TextPart text) {
      String said = WellFormedText.of(text.view());
      return said.isBlank() ? Optional.empty() : Optional.of(TextContent.from(said));
    }
    if (part instanceof ImagePart image) {
      return Optional.of(image(image.image(), image.filename()));
    }
    if (part instanceof FilePart file) {
      return Optional.of(file(file));
    }
    if (part instanceof AudioPart audio) {
      return Optional.of(audio(new DataUrl("audio/" + audio.format(), audio.data()), null));
    }
    return Optional.empty();
  }

  private Content image(String image, @Nullable String name) {
    Optional<DataUrl> data = DataUrl.of(image);
    if (!accepted.contains(MediaKind.IMAGE)) {
      return notShown(name, data.map(DataUrl::mimeType).orElse("image"));
    }
    return data.<Content>map(bytes -> ImageContent.from(bytes.base64(), bytes.mimeType()))
        .or(() -> url(image).map(ImageContent::from))
        .orElseGet(() -> notShown(name, "image"));
  }

  private Content file(FilePart file) {
    String type = baseType(file.mimeType());
    if ("id".equals(file.sourceType())) {
      return notShown(file.filename(), type);
    }
    Optional<URI> url = url(file.data());
    if (url.isPresent()) {
      return linked(url.get(), type, file);
    }
    DataUrl bytes = DataUrl.of(file.data()).orElseGet(() -> new DataUrl(type, file.data()));
    return embedded(bytes, type, file);
  }

  private Content linked(URI url, String type, FilePart file) {
    if (type.equals("application/pdf") && accepted.contains(MediaKind.PDF)) {
      return PdfFileContent.from(url);
    }
    return type.startsWith("image/")
        ? image(url.toString(), file.filename())
        : notShown(file.filename(), type);
  }

  private Content embedded(DataUrl bytes, String type, FilePart file) {
    if (type.equals("application/pdf") && accepted.contains(MediaKind.PDF)) {
      return PdfFileContent.from(bytes.base64(), type);
    }
    if (type.startsWith("image/") && accepted.contains(MediaKind.IMAGE)) {
      return ImageContent.from(bytes.base64(), type);
    }
    if (type.startsWith("audio/")) {
      return audio(new DataUrl(type, bytes.base64()), file.filename());
    }
    if (type.startsWith("text/") || TEXT_TYPES.contains(type)) {
      Optional<String> text = bytes.text();
      if (text.isPresent()) {
        return TextContent.from(tagged(file.filename(), WellFormedText.of(text.get())));
      }
    }
    return notShown(file.filename(), type);
  }

  private Content audio(DataUrl sound, @Nullable String name) {
    String format = switch (sound.mimeType()) {
      case "audio/mp3", "audio/mpeg" -> "audio/mp3";
      case "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave" -> "audio/wav";
      default -> "";
    };
    return format.isEmpty() || !accepted.contains(MediaKind.AUDIO)
        ? notShown(name, sound.mimeType())
        : AudioContent.from(sound.base64(), format);
  }

  private static TextContent notShown(@Nullable String name, String type) {
    String file = name == null ? "A file" : "The file \"" + WellFormedText.of(name) + "\"";
    return TextContent.from(
        "[%s of type %s is attached, but cannot be shown to this model.]".formatted(file, type));
  }

  private static String tagged(@Nullable String name, String text) {
    String escaped = WellFormedText.of(name == null ? "file" : name)
        .replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace("\n", " ");
    return "<attachment name=\"%s\">\n%s\n</attachment>".formatted(escaped, text);
  }

  private static String baseType(String mimeType) {
    int semicolon = mimeType.indexOf(';');
    return (semicolon < 0 ? mimeType : mimeType.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /** Returns the URL that a text is, if a provider can fetch it. */
  private static Optional<URI> url(String text) {
    if (!text.startsWith("https://") && !text.startsWith("http://")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException noUrl) {
      return Optional.empty();
    }
  }
}
