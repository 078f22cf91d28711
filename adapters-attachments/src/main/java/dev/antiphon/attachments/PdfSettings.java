package dev.antiphon.attachments;

import dev.antiphon.spi.Setting;
import java.time.Duration;

/**
 * The settings of the attachments {@code pdf} of {@link AttachmentsPlugin}.
 *
 * @param pdfMaxBytes the most bytes of a PDF file
 * @param pdfMaxPages after how many pages a PDF file is cut
 * @param pdfMaxCharacters after how many characters a PDF file is cut
 * @param pdfTimeLimit after what time a PDF file is cut
 * @param pdfMaxMemory the most MiB of a process that reads a PDF file
 * @param pdfPageImages how many pages are images as well
 * @param pdfIsolation where a PDF file is read
 */
record PdfSettings(
    @Setting(value = "most bytes of a PDF file", defaultValue = "20971520")
    long pdfMaxBytes,

    @Setting(value = "pages after which a PDF file is cut", defaultValue = "5000")
    int pdfMaxPages,

    @Setting(value = "characters after which a PDF file is cut", defaultValue = "2000000")
    int pdfMaxCharacters,

    @Setting(value = "time after which a PDF file is cut", defaultValue = "10s")
    Duration pdfTimeLimit,

    @Setting(value = "most MiB of a process that reads a PDF file", defaultValue = "256")
    int pdfMaxMemory,

    @Setting(value = "first pages that are images as well", defaultValue = "0")
    int pdfPageImages,

    @Setting(value = "where a PDF file is read", defaultValue = "process")
    PdfIsolation pdfIsolation) {

  /** Keeps the fields, and refuses what makes no sense. */
  PdfSettings(
      long pdfMaxBytes,
      int pdfMaxPages,
      int pdfMaxCharacters,
      Duration pdfTimeLimit,
      int pdfMaxMemory,
      int pdfPageImages,
      PdfIsolation pdfIsolation) {
    this.pdfMaxBytes = pdfMaxBytes;
    this.pdfMaxPages = pdfMaxPages;
    this.pdfMaxCharacters = pdfMaxCharacters;
    this.pdfTimeLimit = pdfTimeLimit;
    this.pdfMaxMemory = pdfMaxMemory;
    this.pdfPageImages = pdfPageImages;
    this.pdfIsolation = pdfIsolation;
    options();
  }

  PdfOptions options() {
    return PdfOptions.builder()
        .maxBytes(pdfMaxBytes)
        .maxPages(pdfMaxPages)
        .maxCharacters(pdfMaxCharacters)
        .timeLimit(pdfTimeLimit)
        .maxMemory(pdfMaxMemory)
        .pageImages(pdfPageImages)
        .isolation(pdfIsolation)
        .build();
  }
}
