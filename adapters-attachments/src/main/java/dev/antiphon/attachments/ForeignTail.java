package dev.antiphon.attachments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Looks behind the end of an image for another file that was hung onto it. */
final class ForeignTail {

  /** How archives, documents, pages and scripts start. */
  private static final List<String> STARTS = List.of(
      "pk\u0003\u0004",
      "pk\u0005\u0006",
      "rar!\u001a",
      "7z\u00bc\u00af",
      "%pdf-",
      "%!ps",
      "<script",
      "<html",
      "<!doctype",
      "<svg",
      "<?php",
      "<?xml",
      "\u007felf",
      "#!/");

  private ForeignTail() {}

  /**
   * Refuses an image that is a second file as well. Other bytes behind its end, as cameras write
   * them, are no harm: they are left out.
   */
  static void check(ImageOutline image, byte[] bytes) {
    if (image.end() == bytes.length) {
      return;
    }
    String tail = new String(
            bytes, image.end(), bytes.length - image.end(), StandardCharsets.ISO_8859_1)
        .toLowerCase(Locale.ROOT);
    for (String start : STARTS) {
      if (tail.contains(start)) {
        throw new FileRefusedException(
            FileRefusal.DISGUISED,
            "Behind the end of the %s image stands a second file. Give the image alone."
                .formatted(image.format()));
      }
    }
  }
}
