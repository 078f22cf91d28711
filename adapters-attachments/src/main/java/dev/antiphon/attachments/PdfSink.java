package dev.antiphon.attachments;

import java.io.IOException;

/**
 * Takes what is read of a PDF file as soon as it is read, so that nothing is lost by what follows.
 */
interface PdfSink {

  /** Takes the text of the next page. */
  void page(PdfPage page) throws IOException;

  /** Takes the image of a page, after its text. */
  void image(PdfPageImage image) throws IOException;
}
