package dev.antiphon.attachments;

/** Ends the reading of a PDF file where it stands; PDFBox lets it through. */
final class PdfStop extends RuntimeException {

  private final PdfCut cut;

  PdfStop(PdfCut cut) {
    super("Reading stops: " + cut.reason() + ".", null, false, false);
    this.cut = cut;
  }

  PdfCut cut() {
    return cut;
  }
}
