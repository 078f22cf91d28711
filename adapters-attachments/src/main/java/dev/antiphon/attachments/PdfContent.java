package dev.antiphon.attachments;

import java.util.List;
import java.util.Optional;

/**
 * What was read of a PDF file.
 *
 * @param pages the texts of its pages, in their order
 * @param images those pages that were drawn, in their order
 * @param cut why it is not all; empty if it is
 */
record PdfContent(List<PdfPage> pages, List<PdfPageImage> images, Optional<PdfCut> cut) {

  PdfContent {
    pages = List.copyOf(pages);
    images = List.copyOf(images);
  }
}
