package dev.antiphon.attachments;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What an image says of itself, found by walking through its structure from start to end: nothing
 * is decoded, so a bomb costs no more than its own length.
 *
 * @param format its format
 * @param width its greatest width in pixels
 * @param height its greatest height in pixels
 * @param end where its bytes end; what follows is no part of it
 * @param exif where the Exif data of a JPEG starts, with the letters {@code Exif}; 0 if there is
 *     none
 */
record ImageOutline(ImageFormat format, int width, int height, int end, int exif) {

  /**
   * Walks through an image.
   *
   * @throws FileRefusedException if it is cut off or not what its format prescribes
   */
  static ImageOutline of(ImageFormat format, byte[] image) {
    ByteBuffer bytes = ByteBuffer.wrap(image);
    try {
      return switch (format) {
        case PNG -> PngWalk.walk(bytes);
        case JPEG -> JpegWalk.walk(bytes);
        case GIF -> GifWalk.walk(bytes);
        case WEBP -> WebpWalk.walk(bytes);
      };
    } catch (BufferUnderflowException cutOff) {
      throw damaged(format, "ends in the middle", cutOff);
    }
  }

  static ImageOutline of(ImageFormat format, int width, int height, int end) {
    return new ImageOutline(format, width, height, end, 0);
  }

  /** Checks that an image has any pixels. */
  ImageOutline {
    if (width <= 0 || height <= 0) {
      throw damaged(format, "has no pixels");
    }
  }

  long pixels() {
    return (long) width * height;
  }

  /** Moves forward; a length is unsigned and may be a lie. */
  static void skip(ByteBuffer bytes, long length) {
    if (length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    bytes.position(bytes.position() + (int) length);
  }

  static FileRefusedException damaged(ImageFormat format, String what) {
    return damaged(format, what, null);
  }

  private static FileRefusedException damaged(
      ImageFormat format, String what, @Nullable Throwable cause) {
    return new FileRefusedException(
        FileRefusal.DAMAGED, "The %s image %s. Give a whole one.".formatted(format, what), cause);
  }
}
