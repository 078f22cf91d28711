package dev.antiphon.attachments;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Which images {@link ImageAttachments} takes. Immutable. */
public final class ImageOptions {

  /** 20 MiB, 40 megapixels, 16 384 pixels a side, one minute; images stay as they are. */
  public static final ImageOptions DEFAULT = builder().build();

  private final FileIntake intake;
  private final long maxPixels;
  private final int maxSide;
  private final int scaleTo;

  private ImageOptions(Builder builder) {
    this.intake = FileIntake.inMemory(builder.maxBytes, builder.timeLimit);
    this.maxPixels = builder.maxPixels;
    this.maxSide = builder.maxSide;
    this.scaleTo = builder.scaleTo;
    if (maxPixels < 1 || maxSide < 1 || scaleTo < 0) {
      throw new IllegalArgumentException(
          "An image may have 1 pixel or more, and is scaled to 1 or more, or 0 for as it is, not %d, %d and %d."
              .formatted(maxPixels, maxSide, scaleTo));
    }
  }

  /** Starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  FileIntake intake() {
    return intake;
  }

  long maxPixels() {
    return maxPixels;
  }

  int maxSide() {
    return maxSide;
  }

  /** Returns how many pixels the longer side may have before it is made smaller; 0 for any. */
  int scaleTo() {
    return scaleTo;
  }

  /** Builds options; for one thread. */
  public static final class Builder {
    private long maxBytes = 20L << 20;
    private Duration timeLimit = Duration.ofMinutes(1);
    private long maxPixels = 40_000_000;
    private int maxSide = 16_384;
    private int scaleTo;

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
     * Sets how long reading one may take, from opening the file on.
     *
     * @param limit the value
     */
    public Builder timeLimit(Duration limit) {
      this.timeLimit = requireNonNull(limit, "limit");
      return this;
    }

    /**
     * Sets the most pixels an image may have, its width times its height.
     *
     * @param pixels the value, at least 1
     */
    public Builder maxPixels(long pixels) {
      this.maxPixels = pixels;
      return this;
    }

    /**
     * Sets the most pixels a side of an image may have.
     *
     * @param pixels the value, at least 1
     */
    public Builder maxSide(int pixels) {
      this.maxSide = pixels;
      return this;
    }

    /**
     * Lets larger images be made smaller, so that their longer side has so many pixels. Such an
     * image is drawn anew: turned upright, without its metadata (place and camera included) and
     * without motion.
     *
     * @param pixels the value, or 0 to leave images as they are
     */
    public Builder scaleTo(int pixels) {
      this.scaleTo = pixels;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if a value makes no sense
     */
    public ImageOptions build() {
      return new ImageOptions(this);
    }
  }
}
