package dev.antiphon.attachments;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/** Draws the first pages of a PDF file. Nothing stops a drawing but the end of its process. */
final class PageImages {

  /** Small pages are not blown up any further. */
  private static final float MAX_SCALE = 4;

  private final PDDocument document;
  private final PDFRenderer renderer;
  private final PdfLimits limits;

  PageImages(PDDocument document, PdfLimits limits) {
    this.document = document;
    this.renderer = new PDFRenderer(document);
    this.renderer.setSubsamplingAllowed(true);
    this.limits = limits;
  }

  /** Returns a page as a JPEG image; empty if it is not to be drawn, or cannot be. */
  Optional<PdfPageImage> draw(int number) {
    if (number > limits.pageImages()) {
      return Optional.empty();
    }
    try {
      PDRectangle size = document.getPage(number - 1).getCropBox();
      float longest = Math.max(Math.abs(size.getWidth()), Math.abs(size.getHeight()));
      float scale = Math.min(MAX_SCALE, limits.pageImageSide() / Math.max(1, longest));
      BufferedImage image = renderer.renderImage(number - 1, scale, ImageType.RGB);
      return Optional.of(new PdfPageImage(number, ImageEncoding.encode(image, ImageFormat.JPEG)));
    } catch (PdfStop | CancellationException stop) {
      throw stop;
    } catch (IOException | RuntimeException | StackOverflowError broken) {
      // PDFBox throws anything at a broken page, whose text stays.
      return Optional.empty();
    }
  }
}
