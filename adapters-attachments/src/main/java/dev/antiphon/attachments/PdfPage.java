package dev.antiphon.attachments;

/**
 * What was read of one page of a PDF file.
 *
 * @param number its place in the file, from 1
 * @param text its text; may be empty
 * @param jpeg the page as a JPEG image; empty if it was not drawn
 */
record PdfPage(int number, String text, byte[] jpeg) {

  @Override
  public String toString() {
    return "PdfPage[%d, %d characters]".formatted(number, text.length());
  }
}
