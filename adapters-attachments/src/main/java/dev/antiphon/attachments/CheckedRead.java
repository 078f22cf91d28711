package dev.antiphon.attachments;

import java.io.IOException;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadView;

/**
 * The bytes of a PDF file, as PDFBox reads them. Everything that PDFBox does reads on, sooner or
 * later: here the budget is looked at.
 */
final class CheckedRead extends RandomAccessReadBuffer {

  private static final int BETWEEN_CHECKS = 4096;

  private final byte[] bytes;
  private final PdfBudget budget;
  private int untilCheck = BETWEEN_CHECKS;

  CheckedRead(byte[] bytes, PdfBudget budget) {
    super(bytes);
    this.bytes = bytes;
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    count(1);
    return super.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    count(length);
    return super.read(target, offset, length);
  }

  @Override
  public RandomAccessReadView createView(long start, long length) {
    return new RandomAccessReadView(new CheckedRead(bytes, budget), start, length, true);
  }

  private void count(int read) {
    untilCheck -= read;
    if (untilCheck <= 0) {
      untilCheck = BETWEEN_CHECKS;
      budget.check();
    }
  }
}
