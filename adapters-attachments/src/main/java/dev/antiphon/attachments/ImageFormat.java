package dev.antiphon.attachments;

import java.util.Optional;

/** The image formats that models take. */
enum ImageFormat {
  PNG("image/png"),
  JPEG("image/jpeg"),
  GIF("image/gif"),
  WEBP("image/webp");

  private final String contentType;

  ImageFormat(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  static Optional<ImageFormat> of(String contentType) {
    for (ImageFormat format : values()) {
      if (format.contentType.equals(contentType)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
