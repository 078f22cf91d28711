package dev.antiphon.attachments;

import org.jspecify.annotations.Nullable;

/** The text of a PDF file as a model gets it: each page under its number. */
final class PdfText {

  private PdfText() {}

  /**
   * Returns the text.
   *
   * @throws FileRefusedException if nothing was read before something ran out
   */
  static String of(PdfContent content) {
    if (content.pages().isEmpty()) {
      throw nothingRead(content.cut());
    }
    StringBuilder text = new StringBuilder();
    for (PdfPage page : content.pages()) {
      text.append(text.isEmpty() ? "" : "\n\n")
          .append("[page ")
          .append(page.number())
          .append("]");
      if (!page.text().isEmpty()) {
        text.append('\n').append(page.text());
      }
    }
    if (content.pages().stream().allMatch(page -> page.text().isEmpty())) {
      text.append("\n\n[No text was found on these pages; they may be pictures of text.]");
    }
    PdfCut cut = content.cut();
    if (cut != null) {
      text.append("\n\n[Cut here: ").append(cut.reason()).append(".]");
    }
    return text.toString();
  }

  private static FileRefusedException nothingRead(@Nullable PdfCut cut) {
    if (cut == null) {
      return new FileRefusedException(
          FileRefusal.DAMAGED, "The PDF file has no pages. Give one that has.");
    }
    return new FileRefusedException(
        cut == PdfCut.TIME ? FileRefusal.TIMEOUT : FileRefusal.TOO_COMPLEX,
        "No page of the PDF file was read: %s. Print it to a new PDF file, or allow more."
            .formatted(cut.reason()));
  }
}
