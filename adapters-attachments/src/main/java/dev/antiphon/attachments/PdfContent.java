package dev.antiphon.attachments;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a PDF file.
 *
 * @param pages the texts of its pages, in their order
 * @param images those pages that were drawn, in their order
 * @param cut why it is not all; {@code null} if it is
 */
record PdfContent(
    List<PdfPage> pages,
    List<PdfPageImage> images,
    @Nullable PdfCut cut) {

  PdfContent {
    pages = List.copyOf(pages);
    images = List.copyOf(images);
  }
}
