package dev.antiphon.attachments;

import dev.antiphon.thread.AttachmentFile;

/** Says whether bytes are an image that is taken. Nothing is decoded. */
final class ImageCheck {

  private ImageCheck() {}

  /**
   * Checks an image.
   *
   * @param file where it comes from, whose claims must fit
   * @param image its bytes
   * @param options which images are taken
   * @throws FileRefusedException if it is not taken
   */
  static ImageOutline check(AttachmentFile file, byte[] image, ImageOptions options) {
    String type = MediaTypes.of(image, image.length);
    ImageFormat format = ImageFormat.of(type)
        .orElseThrow(() -> new FileRefusedException(
            FileRefusal.WRONG_TYPE,
            "By its bytes the file is %s, not a PNG, JPEG, GIF or WebP image. Attach it as what it is, or save it as one of these."
                .formatted(type)));
    TypeClaims.check(file, type, ImageCheck::isRasterImage);
    ImageOutline outline = ImageOutline.of(format, image);
    int longestSide = Math.max(outline.width(), outline.height());
    if (longestSide > options.maxSide() || outline.pixels() > options.maxPixels()) {
      throw new FileRefusedException(
          FileRefusal.TOO_MANY_PIXELS,
          "The image has %d x %d pixels, more than the %d in all or %d a side allowed. Make it smaller first."
              .formatted(
                  outline.width(), outline.height(), options.maxPixels(), options.maxSide()));
    }
    ForeignTail.check(outline, image);
    return outline;
  }

  private static boolean isRasterImage(String claimed) {
    return claimed.startsWith("image/") && !claimed.startsWith("image/svg");
  }
}
