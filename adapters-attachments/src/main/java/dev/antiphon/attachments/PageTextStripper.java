package dev.antiphon.attachments;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageTree;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * Gives a PDF file page by page, as far as the budget goes: the text, then the image if there is
 * one. A page that is broken costs its own text, not that of the others. Forms in forms are
 * followed fifty deep, by PDFBox.
 */
final class PageTextStripper extends PDFTextStripper {

  private static final String DAMAGED = "[This page is damaged.]";

  private final PdfBudget budget;
  private final PageImages images;
  private final PdfSink sink;

  PageTextStripper(PdfBudget budget, PageImages images, PdfSink sink) {
    this.budget = budget;
    this.images = images;
    this.sink = sink;
    setLineSeparator("\n");
  }

  @Override
  protected void processPages(PDPageTree pages) throws IOException {
    int number = 0;
    for (PDPage page : pages) {
      budget.page();
      number++;
      read(page, number);
    }
  }

  private void read(PDPage page, int number) throws IOException {
    StringWriter text = new StringWriter();
    output = text;
    try {
      if (page.hasContents()) {
        processPage(page);
      }
    } catch (CancellationException cancelled) {
      throw cancelled;
    } catch (PdfStop stop) {
      writePage();
      give(number, text.toString());
      throw stop;
    } catch (IOException | RuntimeException | StackOverflowError broken) {
      text.append(DAMAGED);
    }
    give(number, text.toString());
    Optional<PdfPageImage> image = images.draw(number);
    if (image.isPresent()) {
      sink.image(image.get());
    }
  }

  private void give(int number, String text) throws IOException {
    sink.page(new PdfPage(number, budget.spent(ReadableText.wellFormed(text.strip()))));
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    budget.check();
    super.processOperator(operator, operands);
  }

  @Override
  protected void processTextPosition(TextPosition text) {
    budget.character();
    super.processTextPosition(text);
  }
}
