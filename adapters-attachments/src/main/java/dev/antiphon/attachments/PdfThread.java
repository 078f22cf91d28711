package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import dev.antiphon.cancel.Cancellation;
import java.io.IOException;
import java.util.Optional;
import org.apache.fontbox.FontBoxFont;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.FontMapping;

/** Reads PDF files on the calling thread. */
final class PdfThread implements PdfReader {

  /**
   * Has PDFBox look through the fonts of the system, once, before the time of a file runs: that may
   * take longer than a file has.
   */
  private static final class SystemFonts {
    static final FontMapping<FontBoxFont> ANY =
        FontMappers.instance().getFontBoxFont("Helvetica", null);

    private SystemFonts() {}
  }

  @Override
  public PdfContent read(byte[] pdf, PdfLimits limits, Cancellation cancellation)
      throws IOException {
    requireNonNull(SystemFonts.ANY, "a font");
    PdfCollector collector = new PdfCollector();
    Optional<PdfCut> cut = new PdfExtraction(limits, cancellation).run(pdf, collector);
    return collector.content(cut.orElse(null));
  }
}
