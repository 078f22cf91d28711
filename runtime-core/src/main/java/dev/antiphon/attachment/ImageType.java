package dev.antiphon.attachment;

import java.util.Optional;

/** Tells the type of an image by the bytes it starts with (rule ATT-11). */
public final class ImageType {

  /** How many leading bytes suffice to tell. */
  public static final int LEADING_BYTES = 16;

  private ImageType() {}

  /**
   * Returns the MIME type of an image.
   *
   * @param leading the first bytes of the file; {@value #LEADING_BYTES} suffice, more do not harm
   * @return PNG, JPEG, GIF, WebP, AVIF, HEIC, BMP, TIFF or icon; empty if it is none of these
   */
  public static Optional<String> of(byte[] leading) {
    if (startsWith(leading, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of("image/png");
    }
    if (startsWith(leading, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of("image/jpeg");
    }
    if (startsWith(leading, 0, "GIF87a") || startsWith(leading, 0, "GIF89a")) {
      return Optional.of("image/gif");
    }
    if (startsWith(leading, 0, "RIFF") && startsWith(leading, 8, "WEBP")) {
      return Optional.of("image/webp");
    }
    if (startsWith(leading, 4, "ftyp")) {
      return ofBrand(leading);
    }
    if (startsWith(leading, 0, "II*\0") || startsWith(leading, 0, "MM\0*")) {
      return Optional.of("image/tiff");
    }
    if (startsWith(leading, 0, "\0\0\u0001\0")) {
      return Optional.of("image/x-icon");
    }
    // Two letters alone could be the start of a text.
    boolean isBitmap = startsWith(leading, 0, "BM") && startsWith(leading, 6, "\0\0\0\0");
    return isBitmap ? Optional.of("image/bmp") : Optional.empty();
  }

  /** Tells the images among the files of the ISO base media format; most of these are videos. */
  private static Optional<String> ofBrand(byte[] leading) {
    if (startsWith(leading, 8, "avif") || startsWith(leading, 8, "avis")) {
      return Optional.of("image/avif");
    }
    if (startsWith(leading, 8, "heic") || startsWith(leading, 8, "heix")) {
      return Optional.of("image/heic");
    }
    return startsWith(leading, 8, "mif1") ? Optional.of("image/heif") : Optional.empty();
  }

  /** Compares bytes with characters up to U+00FF, one for one. */
  private static boolean startsWith(byte[] bytes, int offset, String expected) {
    if (bytes.length < offset + expected.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if ((bytes[offset + i] & 0xff) != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
