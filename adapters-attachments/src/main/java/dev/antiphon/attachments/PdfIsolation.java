package dev.antiphon.attachments;

/** Where a PDF file is read. Files that are a few hundred bytes long can ask for any memory. */
public enum PdfIsolation {

  /**
   * In a process of its own, which has no more memory and time than allowed, none of the
   * environment of this one, and is killed if it does not come back. At most two at a time.
   */
  PROCESS,

  /**
   * On the thread that adds the attachment. Time is looked at between two steps of the work, and
   * memory has no limit: for files that are trusted, or where no process can be started. PDFBox
   * looks through the fonts of the system once, and keeps what it finds in the file
   * {@code .pdfbox.cache} of the home folder.
   */
  THREAD
}
