package dev.antiphon.attachments;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Walks through the chunks of a WebP image: simple, lossless, extended or animated. */
final class WebpWalk {

  private static final int RIFF_HEADER = 8;
  private static final int VP8 = 0x20385056;
  private static final int VP8L = 0x4C385056;
  private static final int VP8X = 0x58385056;
  private static final int ANMF = 0x464D4E41;
  private static final int VP8_START = 0x2A019D;
  private static final int VP8L_START = 0x2F;

  private final ByteBuffer bytes;
  private int width;
  private int height;
  private boolean hasData;

  private WebpWalk(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  static ImageOutline walk(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    bytes.getInt();
    long length = Integer.toUnsignedLong(bytes.getInt());
    if (length + RIFF_HEADER > bytes.limit()) {
      throw ImageOutline.damaged(ImageFormat.WEBP, "ends in the middle");
    }
    int end = RIFF_HEADER + (int) length;
    ByteBuffer image = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).limit(end);
    image.getInt();
    WebpWalk walk = new WebpWalk(image);
    walk.chunks();
    if (!walk.hasData) {
      throw ImageOutline.damaged(ImageFormat.WEBP, "has no data");
    }
    return ImageOutline.of(ImageFormat.WEBP, walk.width, walk.height, end);
  }

  private void chunks() {
    while (bytes.remaining() > 1) {
      int type = bytes.getInt();
      long length = Integer.toUnsignedLong(bytes.getInt());
      int start = bytes.position();
      switch (type) {
        case VP8X -> canvas();
        case VP8 -> lossy();
        case VP8L -> lossless();
        case ANMF -> frame();
        default -> {}
      }
      bytes.position(start);
      ImageOutline.skip(
          bytes, Math.min(length + (length & 1), Math.max(length, bytes.remaining())));
    }
  }

  private void canvas() {
    bytes.getInt();
    size(1 + threeBytes(), 1 + threeBytes());
  }

  private void lossy() {
    threeBytes();
    if (threeBytes() != VP8_START) {
      throw ImageOutline.damaged(ImageFormat.WEBP, "does not start as one");
    }
    size(bytes.getShort() & 0x3FFF, bytes.getShort() & 0x3FFF);
    hasData = true;
  }

  private void lossless() {
    if (bytes.get() != VP8L_START) {
      throw ImageOutline.damaged(ImageFormat.WEBP, "does not start as one");
    }
    int both = bytes.getInt();
    size(1 + (both & 0x3FFF), 1 + ((both >>> 14) & 0x3FFF));
    hasData = true;
  }

  private void frame() {
    int left = 2 * threeBytes();
    int top = 2 * threeBytes();
    size(left + 1 + threeBytes(), top + 1 + threeBytes());
    hasData = true;
  }

  private void size(int newWidth, int newHeight) {
    width = Math.max(width, newWidth);
    height = Math.max(height, newHeight);
  }

  private int threeBytes() {
    return Short.toUnsignedInt(bytes.getShort()) | (Byte.toUnsignedInt(bytes.get()) << 16);
  }
}
