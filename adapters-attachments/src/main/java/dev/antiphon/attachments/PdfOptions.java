package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Which PDF files {@link PdfAttachments} takes, and how much of them. Immutable. */
public final class PdfOptions {

  private static final Duration INTAKE = Duration.ofMinutes(1);

  /**
   * 20 MiB, 5 000 pages, 2 million characters, 10 seconds and 256 MiB of memory in a process of its
   * own, no page images.
   */
  public static final PdfOptions DEFAULT = builder().build();

  private final FileIntake intake;
  private final PdfLimits limits;
  private final int maxMemory;
  private final PdfIsolation isolation;

  private PdfOptions(Builder builder) {
    this.intake = FileIntake.inMemory(builder.maxBytes, INTAKE);
    this.limits = new PdfLimits(
        builder.maxPages,
        builder.maxCharacters,
        builder.timeLimit.toMillis(),
        builder.pageImages,
        builder.pageImageSide);
    this.maxMemory = builder.maxMemory;
    this.isolation = builder.isolation;
    if (maxMemory < 32) {
      throw new IllegalArgumentException(
          "A process that reads PDF files needs 32 MiB or more, not %d.".formatted(maxMemory));
    }
    if (isolation == PdfIsolation.THREAD && limits.pageImages() > 0) {
      throw new IllegalArgumentException(
          "Pages are drawn in a process of their own only, since drawing cannot be stopped otherwise. Choose PdfIsolation.PROCESS, or no page images.");
    }
  }

  /** Starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  FileIntake intake() {
    return intake;
  }

  PdfLimits limits() {
    return limits;
  }

  /** Returns the most memory of a process, in MiB. */
  int maxMemory() {
    return maxMemory;
  }

  PdfIsolation isolation() {
    return isolation;
  }

  /** Builds options; for one thread. */
  public static final class Builder {
    private long maxBytes = 20L << 20;
    private int maxPages = 5_000;
    private int maxCharacters = 2_000_000;
    private Duration timeLimit = Duration.ofSeconds(10);
    private int maxMemory = 256;
    private int pageImages;
    private int pageImageSide = 1568;
    private PdfIsolation isolation = PdfIsolation.PROCESS;

    private Builder() {}

    /**
     * Sets the most bytes a file may have.
     *
     * @param bytes the value, at least 1
     */
    public Builder maxBytes(long bytes) {
      this.maxBytes = bytes;
      return this;
    }

    /**
     * Sets after how many pages a text is cut; its last line says so then.
     *
     * @param pages the value, at least 1
     */
    public Builder maxPages(int pages) {
      this.maxPages = pages;
      return this;
    }

    /**
     * Sets after how many characters a text is cut; its last line says so then.
     *
     * @param characters the value in UTF-16 units, at least 1
     */
    public Builder maxCharacters(int characters) {
      this.maxCharacters = characters;
      return this;
    }

    /**
     * Sets after what time a text is cut; a file of which no page was read by then is refused. The
     * file has been read into memory before, which may take a minute, and a process has ten seconds
     * to start and end.
     *
     * @param limit the value
     */
    public Builder timeLimit(Duration limit) {
      this.timeLimit = requireNonNull(limit, "limit");
      return this;
    }

    /**
     * Sets the most memory of a process. A text is cut where it is not enough.
     *
     * @param mebibytes the value, at least 32
     */
    public Builder maxMemory(int mebibytes) {
      this.maxMemory = mebibytes;
      return this;
    }

    /**
     * Lets the first pages be images as well, for models that see. Only in a process.
     *
     * @param pages how many, or 0 for none
     */
    public Builder pageImages(int pages) {
      this.pageImages = pages;
      return this;
    }

    /**
     * Sets how many pixels the longer side of a page image has.
     *
     * @param pixels the value, 16 to 4096
     */
    public Builder pageImageSide(int pixels) {
      this.pageImageSide = pixels;
      return this;
    }

    /**
     * Sets where files are read.
     *
     * @param isolation the value
     */
    public Builder isolation(PdfIsolation isolation) {
      this.isolation = requireNonNull(isolation, "isolation");
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if a value makes no sense, or two do not fit together
     */
    public PdfOptions build() {
      return new PdfOptions(this);
    }
  }
}
