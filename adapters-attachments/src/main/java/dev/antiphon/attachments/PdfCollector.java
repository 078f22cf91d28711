package dev.antiphon.attachments;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what is read of a PDF file. For one thread. */
final class PdfCollector implements PdfSink {

  private final List<PdfPage> pages = new ArrayList<>();
  private final List<PdfPageImage> images = new ArrayList<>();

  @Override
  public void page(PdfPage page) {
    pages.add(page);
  }

  @Override
  public void image(PdfPageImage image) {
    images.add(image);
  }

  int pages() {
    return pages.size();
  }

  int images() {
    return images.size();
  }

  PdfContent content(@Nullable PdfCut cut) {
    return new PdfContent(pages, images, cut);
  }
}
