package dev.antiphon.attachments;

/** One page of a PDF file as an image. The bytes are not copied, and not changed by anybody. */
final class PdfPageImage {

  private final int number;
  private final byte[] jpeg;

  /**
   * Makes an image of a page.
   *
   * @param number the page's place in the file, from 1
   * @param jpeg the image
   */
  PdfPageImage(int number, byte[] jpeg) {
    this.number = number;
    this.jpeg = jpeg;
  }

  int number() {
    return number;
  }

  byte[] jpeg() {
    return jpeg;
  }

  @Override
  public String toString() {
    return "PdfPageImage[%d, %d bytes]".formatted(number, jpeg.length);
  }
}
