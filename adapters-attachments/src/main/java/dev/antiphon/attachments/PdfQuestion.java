package dev.antiphon.attachments;

/** What another process is asked: to read a PDF file. */
final class PdfQuestion {

  private final byte[] pdf;
  private final PdfLimits limits;

  /**
   * Makes a question.
   *
   * @param pdf the file; not copied
   * @param limits how much of it is read
   */
  PdfQuestion(byte[] pdf, PdfLimits limits) {
    this.pdf = pdf;
    this.limits = limits;
  }

  byte[] pdf() {
    return pdf;
  }

  PdfLimits limits() {
    return limits;
  }

  @Override
  public String toString() {
    return "PdfQuestion[%d bytes]".formatted(pdf.length);
  }
}
