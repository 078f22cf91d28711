package dev.antiphon.attachments;

/** Why not all of a PDF file was read. */
enum PdfCut {
  PAGES("it has more pages than are read"),
  CHARACTERS("it has more text than is read"),
  TIME("reading it took longer than allowed"),
  MEMORY("reading it took more memory than allowed"),
  FAILURE("the process that read it broke down");

  private final String reason;

  PdfCut(String reason) {
    this.reason = reason;
  }

  /** Returns why, as the end of a sentence. */
  String reason() {
    return reason;
  }
}
