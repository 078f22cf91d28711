package dev.antiphon.attachments;

/**
 * The text of one page of a PDF file.
 *
 * @param number its place in the file, from 1
 * @param text its text; may be empty
 */
record PdfPage(int number, String text) {

  @Override
  public String toString() {
    return "PdfPage[%d, %d characters]".formatted(number, text.length());
  }
}
