package dev.antiphon.attachments;

import java.util.List;
import java.util.Optional;

/**
 * What was read of a PDF file.
 *
 * @param pages the pages, in their order
 * @param cut why it is not all; empty if it is
 */
record PdfContent(List<PdfPage> pages, Optional<PdfCut> cut) {

  PdfContent {
    pages = List.copyOf(pages);
  }
}
