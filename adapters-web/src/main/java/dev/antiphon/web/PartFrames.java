package dev.antiphon.web;

import dev.antiphon.message.DataPart;
import dev.antiphon.message.FilePart;
import dev.antiphon.message.ImagePart;
import dev.antiphon.message.MessagePart;
import dev.antiphon.message.SourcePart;
import java.util.Optional;

/** The frames of parts that come whole. */
final class PartFrames {

  private static final String ANY_IMAGE = "image/*";

  private PartFrames() {}

  /** Returns the frame of a part; empty if the stream has none for it. */
  static Optional<byte[]> of(MessagePart part) {
    if (part instanceof SourcePart.Url url) {
      return Optional.of(UiFrame.of("source-url")
          .with("sourceId", url.id())
          .with("url", url.url())
          .with("title", url.title())
          .bytes());
    } else if (part instanceof SourcePart.Document document) {
      return Optional.of(UiFrame.of("source-document")
          .with("sourceId", document.id())
          .with("mediaType", document.mediaType())
          .with("title", document.title())
          .with("filename", document.filename())
          .bytes());
    } else if (part instanceof FilePart file) {
      boolean isUrl = "url".equals(file.sourceType()) || file.data().startsWith("data:");
      String url = isUrl ? file.data() : "data:" + file.mimeType() + ";base64," + file.data();
      // A file that is named by an id of the server is no URL that a page could load.
      return "id".equals(file.sourceType()) ? Optional.empty() : file(url, file.mimeType());
    } else if (part instanceof ImagePart image) {
      return file(image.image(), typeOf(image.image()));
    } else if (part instanceof DataPart data) {
      return Optional.of(UiFrame.of("data-" + data.name()).bytesWith("data", data.data()));
    }
    return Optional.empty();
  }

  private static Optional<byte[]> file(String url, String mediaType) {
    return Optional.of(
        UiFrame.of("file").with("url", url).with("mediaType", mediaType).bytes());
  }

  private static String typeOf(String url) {
    if (!url.startsWith("data:")) {
      return ANY_IMAGE;
    }
    String type = url.substring("data:".length()).split("[;,]", 2)[0];
    return type.isEmpty() ? ANY_IMAGE : type;
  }
}
