package dev.antiphon.attachments;

/**
 * How much of a PDF file is read.
 *
 * @param maxPages the most pages
 * @param maxCharacters the most characters
 * @param maxMillis the most time
 * @param pageImages how many pages are drawn
 * @param pageImageSide the longer side of a drawn page, in pixels
 */
record PdfLimits(
    int maxPages, int maxCharacters, long maxMillis, int pageImages, int pageImageSide) {

  PdfLimits {
    if (maxPages < 1
        || maxCharacters < 1
        || maxMillis < 1
        || pageImages < 0
        || pageImageSide < 16
        || pageImageSide > 4096) {
      throw new IllegalArgumentException(
          "Of a PDF file, 1 or more pages and characters are read in 1 ms or more, and 0 or more pages are drawn with 16 to 4096 pixels, not %d, %d, %d, %d and %d."
              .formatted(maxPages, maxCharacters, maxMillis, pageImages, pageImageSide));
    }
  }
}
