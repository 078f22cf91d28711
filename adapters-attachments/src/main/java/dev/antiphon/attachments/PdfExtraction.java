package dev.antiphon.attachments;

import dev.antiphon.cancel.Cancellation;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a PDF file with PDFBox: text and pages, and nothing of its scripts, forms, links and
 * embedded files.
 */
final class PdfExtraction {

  private final PdfLimits limits;
  private final PdfBudget budget;

  PdfExtraction(PdfLimits limits, Cancellation cancellation) {
    this.limits = limits;
    this.budget = new PdfBudget(limits, cancellation);
  }

  /**
   * Reads a file.
   *
   * @param pdf its bytes
   * @param sink takes what is read
   * @return why it is not all; empty if it is
   * @throws FileRefusedException if it cannot be read
   * @throws IOException what the sink throws
   */
  Optional<PdfCut> run(byte[] pdf, PdfSink sink) throws IOException {
    try (PDDocument document = load(pdf)) {
      return pages(document, sink);
    } catch (PdfStop stop) {
      return Optional.of(stop.cut());
    }
  }

  private PDDocument load(byte[] pdf) {
    PDDocument document;
    try {
      document = Loader.loadPDF(new CheckedRead(pdf, budget));
    } catch (InvalidPasswordException locked) {
      throw new FileRefusedException(
          FileRefusal.ENCRYPTED,
          "The PDF file asks for a password. Give one that opens without.",
          locked);
    } catch (PdfStop | CancellationException stop) {
      throw stop;
    } catch (IOException | RuntimeException broken) {
      throw damaged(broken);
    } catch (StackOverflowError nested) {
      throw tooDeep(nested);
    }
    if (!document.getCurrentAccessPermission().canExtractContent()) {
      throw new FileRefusedException(
          FileRefusal.ENCRYPTED,
          "The PDF file does not allow its text to be taken out. Give one that does.");
    }
    return document;
  }

  private Optional<PdfCut> pages(PDDocument document, PdfSink sink) throws IOException {
    PageImages images = new PageImages(document, limits);
    PageTextStripper stripper = new PageTextStripper(budget, images, sink);
    try {
      stripper.writeText(document, Writer.nullWriter());
      return Optional.empty();
    } catch (PdfStop stop) {
      return Optional.of(stop.cut());
    } catch (CancellationException | FileRefusedException known) {
      throw known;
    } catch (RuntimeException broken) {
      throw damaged(broken);
    } catch (StackOverflowError nested) {
      throw tooDeep(nested);
    }
  }

  private static FileRefusedException damaged(@Nullable Throwable cause) {
    return new FileRefusedException(
        FileRefusal.DAMAGED,
        "The PDF file cannot be read: it is damaged. Give a whole one.",
        cause);
  }

  private static FileRefusedException tooDeep(Throwable cause) {
    return new FileRefusedException(
        FileRefusal.TOO_COMPLEX,
        "The PDF file is nested too deeply to be read. Print it to a new PDF file.",
        cause);
  }
}
