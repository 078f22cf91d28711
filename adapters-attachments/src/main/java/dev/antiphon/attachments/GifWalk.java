package dev.antiphon.attachments;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Walks through the blocks of a GIF image, all its frames included. */
final class GifWalk {

  private static final int SIGNATURE = 6;
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2C;
  private static final int TRAILER = 0x3B;

  private GifWalk() {}

  static ImageOutline walk(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    ImageOutline.skip(bytes, SIGNATURE);
    int width = unsigned(bytes);
    int height = unsigned(bytes);
    int flags = bytes.get();
    ImageOutline.skip(bytes, 2L + colours(flags));
    boolean hasFrame = false;
    while (true) {
      int block = Byte.toUnsignedInt(bytes.get());
      switch (block) {
        case EXTENSION -> {
          bytes.get();
          skipSubBlocks(bytes);
        }
        case FRAME -> {
          // Decoders make room for what sticks out of the screen.
          int left = unsigned(bytes);
          int top = unsigned(bytes);
          width = Math.max(width, left + unsigned(bytes));
          height = Math.max(height, top + unsigned(bytes));
          ImageOutline.skip(bytes, colours(bytes.get()) + 1L);
          skipSubBlocks(bytes);
          hasFrame = true;
        }
        case TRAILER -> {
          if (!hasFrame) {
            throw ImageOutline.damaged(ImageFormat.GIF, "has no data");
          }
          return ImageOutline.of(ImageFormat.GIF, width, height, bytes.position());
        }
        default -> throw ImageOutline.damaged(ImageFormat.GIF, "has a block of an unknown kind");
      }
    }
  }

  private static int unsigned(ByteBuffer bytes) {
    return Short.toUnsignedInt(bytes.getShort());
  }

  /** Returns the bytes of the colour table that flags announce. */
  private static int colours(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static void skipSubBlocks(ByteBuffer bytes) {
    int length;
    do {
      length = Byte.toUnsignedInt(bytes.get());
      ImageOutline.skip(bytes, length);
    } while (length != 0);
  }
}
