package dev.antiphon.attachments;

/** An image as bytes of a format. The bytes are not copied, and not changed by anybody. */
final class EncodedImage {

  private final ImageFormat format;
  private final byte[] bytes;

  EncodedImage(ImageFormat format, byte[] bytes) {
    this.format = format;
    this.bytes = bytes;
  }

  ImageFormat format() {
    return format;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return "EncodedImage[%s, %d bytes]".formatted(format, bytes.length);
  }
}
