package dev.antiphon.attachments;

import dev.antiphon.cancel.Cancellation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads PDF files on the calling thread. */
final class PdfThread implements PdfReader {

  @Override
  public PdfContent read(byte[] pdf, PdfLimits limits, Cancellation cancellation)
      throws IOException {
    List<PdfPage> pages = new ArrayList<>();
    Optional<PdfCut> cut = new PdfExtraction(limits, cancellation).run(pdf, pages::add);
    return new PdfContent(pages, cut);
  }
}
