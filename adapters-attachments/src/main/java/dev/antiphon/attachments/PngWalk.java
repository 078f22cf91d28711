package dev.antiphon.attachments;

import java.nio.ByteBuffer;

/** Walks through the chunks of a PNG image. */
final class PngWalk {

  private static final int SIGNATURE = 8;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int HEADER_LENGTH = 13;
  private static final int CHECKSUM = 4;

  private PngWalk() {}

  static ImageOutline walk(ByteBuffer bytes) {
    ImageOutline.skip(bytes, SIGNATURE);
    if (bytes.getInt() != HEADER_LENGTH || bytes.getInt() != IHDR) {
      throw ImageOutline.damaged(ImageFormat.PNG, "does not start with its header");
    }
    int width = bytes.getInt();
    int height = bytes.getInt();
    ImageOutline.skip(bytes, HEADER_LENGTH - 2 * Integer.BYTES + CHECKSUM);
    boolean hasData = false;
    while (true) {
      long length = Integer.toUnsignedLong(bytes.getInt());
      int type = bytes.getInt();
      if (type == IHDR) {
        throw ImageOutline.damaged(ImageFormat.PNG, "has two headers");
      }
      hasData |= type == IDAT;
      ImageOutline.skip(bytes, length + CHECKSUM);
      if (type == IEND) {
        if (!hasData) {
          throw ImageOutline.damaged(ImageFormat.PNG, "has no data");
        }
        return ImageOutline.of(ImageFormat.PNG, width, height, bytes.position());
      }
    }
  }
}
