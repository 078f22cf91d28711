package dev.antiphon.attachments;

/** What was read of one page of a PDF file. The image is not copied, and not changed by anybody. */
final class PdfPage {

  private final int number;
  private final String text;
  private final byte[] jpeg;

  /**
   * Makes a page.
   *
   * @param number its place in the file, from 1
   * @param text its text; may be empty
   * @param jpeg the page as a JPEG image; empty if it was not drawn
   */
  PdfPage(int number, String text, byte[] jpeg) {
    this.number = number;
    this.text = text;
    this.jpeg = jpeg;
  }

  int number() {
    return number;
  }

  String text() {
    return text;
  }

  byte[] jpeg() {
    return jpeg;
  }

  @Override
  public String toString() {
    return "PdfPage[%d, %d characters]".formatted(number, text.length());
  }
}
