package dev.antiphon.attachments;

import dev.antiphon.cancel.Cancellation;
import java.io.IOException;

/** Reads PDF files. Thread-safe. */
interface PdfReader {

  /**
   * Reads a file.
   *
   * @param pdf its bytes
   * @param limits how much is read
   * @param cancellation the wish to stop
   * @return what was read; pages after the first that were too much are cut off
   * @throws FileRefusedException if it cannot be read at all
   * @throws IOException if it could not be tried
   */
  PdfContent read(byte[] pdf, PdfLimits limits, Cancellation cancellation) throws IOException;
}
