package dev.antiphon.attachments;

import dev.antiphon.cancel.Cancellation;
import java.time.Duration;

/** What may still be spent on a PDF file. For one thread. */
final class PdfBudget {

  /** A page of more is no page; each character of it takes some hundred bytes while it is read. */
  private static final int MAX_PAGE_CHARACTERS = 100_000;

  private final PdfLimits limits;
  private final Deadline deadline;
  private final Cancellation cancellation;
  private int pages;
  private int pageCharacters;
  private int charactersLeft;

  PdfBudget(PdfLimits limits, Cancellation cancellation) {
    this.limits = limits;
    this.deadline = Deadline.after(Duration.ofMillis(limits.maxMillis()));
    this.cancellation = cancellation;
    this.charactersLeft = limits.maxCharacters();
  }

  /** Throws if the work is to stop. */
  void check() {
    cancellation.throwIfCancelled();
    if (deadline.isPassed()) {
      throw new PdfStop(PdfCut.TIME);
    }
  }

  /** Counts a page before it is read. */
  void page() {
    check();
    if (pages == limits.maxPages()) {
      throw new PdfStop(PdfCut.PAGES);
    }
    pages++;
    pageCharacters = 0;
  }

  /** Counts a character of a page. */
  void character() {
    pageCharacters++;
    if (pageCharacters > MAX_PAGE_CHARACTERS || pageCharacters > charactersLeft) {
      throw new PdfStop(PdfCut.CHARACTERS);
    }
  }

  /** Returns as much of a page's text as there is room for, and counts it. */
  String spent(String text) {
    String kept = ReadableText.start(text, charactersLeft);
    charactersLeft -= kept.length();
    return kept;
  }
}
